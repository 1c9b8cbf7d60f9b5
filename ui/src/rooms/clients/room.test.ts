import { cleanup, render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { FakeHost } from "../../host/fake";
import { testids } from "../../kit/testids";
import type { CourseNow, VisitLine } from "../../wire/standing";
import { closeVisit } from "./acts";
import { ActForm } from "./care.svelte";
import CourseForm from "./CourseForm.svelte";
import CourseLine from "./CourseLine.svelte";

afterEach(cleanup);
const visit = (id: string, state: string, change: Partial<VisitLine> = {}): VisitLine =>
  ({ id, title: `Visit ${id}`, phase: "p", kind: "preparation", state, days: null, after: null, on: null, ...change }) as VisitLine;
const now = {
  today: "2026-03-02", next: "b", phases: [{ id: "p", title: "Preparation", state: "open", overridden: true, from: null, to: null }],
  visits: [visit("a", "held", { on: "2026-03-01" }), visit("b", "overdue", { days: 2 }), visit("c", "called_off", { kind: "dosing" })],
} as unknown as CourseNow;

it("the line is one stop of Tab, moves by arrows, opens by Enter, and says states in words", async () => {
  const onopen = vi.fn();
  render(CourseLine, { now, onopen });
  const names = screen.getAllByRole("button").map((one) => one.getAttribute("aria-label"));
  expect(names).toEqual(["Visit a, held Sun 1 Mar 2026", "Visit b, overdue by 2 days, next", "Visit c, dosing, called off"]);
  expect(screen.getByRole("group", { name: "Preparation, open, gate overridden" })).toBeTruthy();
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement?.getAttribute("data-visit")).toBe("b");
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}{ArrowLeft}{Enter}");
  expect(onopen.mock.calls).toEqual([["a"]]);
});

it("what the program put into a box is taken whole by the caret, what was typed is not", async () => {
  const form = new ActForm(new FakeHost({ forms_of: () => [], forms_keep: () => undefined }), "1", closeVisit("a", 1), () => undefined);
  render(CourseForm, { form, seconds: [] });
  const box = screen.getByTestId<HTMLInputElement>(`${testids.courseField}-minutes`);
  const user = userEvent.setup();
  await user.keyboard("12");
  expect(box.value).toBe("12");
  box.blur();
  box.focus();
  await user.keyboard("0");
  expect(box.value).toBe("120");
});
