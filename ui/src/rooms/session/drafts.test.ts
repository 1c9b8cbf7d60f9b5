import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure } from "../../host/fake";
import type { Failure } from "../../wire/failure";
import { Drafts } from "./drafts";

describe("drafts", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  const make = (broken = false): { host: FakeHost; drafts: Drafts; said: (Failure | null)[] } => {
    const said: (Failure | null)[] = [];
    const host = new FakeHost({
      drafts_keep: () => {
        if (broken) throw failure("disk_full");
      },
    });
    return { host, drafts: new Drafts(host, "s", (f) => said.push(f)), said };
  };

  it("keeps what rests for 300 ms, once, with the caret", async () => {
    const { host, drafts } = make();
    drafts.keep("note", "a", 1);
    await vi.advanceTimersByTimeAsync(200);
    drafts.keep("note", "ab", 2);
    await vi.advanceTimersByTimeAsync(299);
    expect(host.asks("drafts_keep")).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(host.asks("drafts_keep")).toEqual([{ session: "s", place: "note", text: "ab", caret: 2 }]);
    drafts.keep("note", "ab", 2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(host.asks("drafts_keep")).toHaveLength(1);
  });
  it("never waits longer than a second while somebody goes on typing", async () => {
    const { host, drafts } = make();
    for (let i = 1; i <= 20; i++) {
      drafts.keep("note", "x".repeat(i), i);
      await vi.advanceTimersByTimeAsync(100);
    }
    const kept = host.asks("drafts_keep");
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(kept[0]?.text.length).toBeLessThanOrEqual(10);
  });
  it("keeps the note and the form apart, and sends both at once when the page goes", async () => {
    const { host, drafts } = make();
    drafts.keep("note", "a", 1);
    drafts.keep("vitals", "{}", 0);
    void drafts.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(host.asks("drafts_keep").map((d) => d.place)).toEqual(["note", "vitals"]);
  });
  it("empties a draft that was kept", async () => {
    const { host, drafts } = make();
    drafts.keep("note", "a", 1);
    void drafts.flush();
    drafts.keep("note", "", 0);
    await vi.advanceTimersByTimeAsync(300);
    expect(host.asks("drafts_keep").map((d) => d.text)).toEqual(["a", ""]);
  });
  it("says when a draft could not be kept, and tries again with the next letter", async () => {
    const { host, drafts, said } = make(true);
    drafts.keep("note", "a", 1);
    await vi.advanceTimersByTimeAsync(300);
    expect(said[0]?.code).toBe("disk_full");
    drafts.keep("note", "a", 1);
    await vi.advanceTimersByTimeAsync(300);
    expect(host.asks("drafts_keep")).toHaveLength(2);
  });
});
