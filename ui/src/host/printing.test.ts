import { expect, test } from "vitest";
import { FakeHost, failure } from "./fake";
import { Printing } from "./printing.svelte";

test("nothing is asked without a folder, and the path that comes back is shown", async () => {
  const host = new FakeHost({ reports_print: ({ folder, session, thread }) => ({ path: `${folder}/${session} ${thread ?? "own"}.pdf` }) });
  const printing = new Printing(host, (folder) => host.call("reports_print", { session: "s1", thread: null, folder }));
  await printing.go();
  expect(host.asked).toEqual([]);
  expect(printing.tried).toBe(true);
  printing.folder = " /stick ";
  await printing.go();
  expect(printing.path).toBe("/stick/s1 own.pdf");
  expect(host.asks("reports_print")).toEqual([{ session: "s1", thread: null, folder: "/stick" }]);
});

test("a failure leaves no path", async () => {
  const host = new FakeHost({ reports_print: () => { throw failure("disk_full"); } });
  const printing = new Printing(host, (folder) => host.call("reports_print", { session: "s1", thread: "t1", folder }));
  printing.folder = "/stick";
  await printing.go();
  expect(printing.path).toBe("");
  expect(printing.attempt.failure?.code).toBe("disk_full");
});
