// A played training day on the room's screen: the mark on every picture, the strip, its keys.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { SessionView, TrainingView } from "../../wire/view";
import Preview from "./preview/Preview.svelte";
import { moments } from "./preview/days";
import { plan } from "./preview/plans";
import { ids } from "./testids";

const day = (more: Partial<TrainingView> = {}): TrainingView => ({ playing: true, paused: false, speed: 60, next_ms: null, not_done: null, pin: "4927", ...more });
let view: SessionView;
let host: FakeHost;

async function open(training: TrainingView | null, answers: Answers = {}): Promise<void> {
  const moment = moments["near"]?.();
  if (!moment) throw new Error("near");
  view = { ...moment, training, pace: training?.paused === false ? training.speed : training ? 0 : 1 };
  host = new FakeHost({
    session_plan: () => ({ ...plan, training: true }), session_look: () => view, drafts_keep: () => undefined, drafts_of: () => [], people_prove: () => undefined,
    training_steer: ({ steer }) => (view = { ...view, seq: view.seq + 1, training: day({ ...view.training, ...(steer.what === "speed" ? { speed: steer.speed } : {}), paused: steer.what === "pause" }) }),
    ...answers,
  });
  render(Preview, { host, session: plan.session, training: true });
  await waitFor(() => expect(screen.getByTestId(ids.room).dataset["mode"]).not.toBe("loading"));
}
const strip = (): HTMLElement => screen.getByTestId(ids.training);
const steers = (): unknown[] => host.asks("training_steer").map((s) => s.steer);
const key = (name: string): Promise<boolean> => fireEvent.keyDown(document.body, { key: name });

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

describe("a training vault", () => {
  it("is marked in the room, in glance and under the veil, played or not", async () => {
    await open(null);
    expect(strip()).toHaveTextContent(/Training/);
    expect(screen.queryByTestId(ids.trainingGo)).toBeNull();
    await vi.advanceTimersByTimeAsync(61_000);
    await waitFor(() => expect(screen.getByTestId(ids.glance)).toBeInTheDocument());
    expect(strip()).toHaveTextContent(/Training/);
    await key("x");
    await waitFor(() => expect(screen.getByTestId(ids.veil)).toBeInTheDocument());
    expect(strip()).toHaveTextContent(/Training/);
  });
  it("has no use for the keys of a day that is not played", async () => {
    await open(null);
    for (const name of [",", ".", "<", ">"]) await key(name);
    expect(steers()).toEqual([]);
  });
});

describe("a played day", () => {
  it("goes by key: pause, next entry, slower and faster one step each time", async () => {
    await open(day());
    await key(",");
    await key(".");
    await key("<");
    await key("<");
    await key(">");
    await waitFor(() => expect(steers()).toHaveLength(5));
    expect(steers()).toEqual([
      { what: "pause" }, { what: "skip" }, { what: "speed", speed: 10 }, { what: "speed", speed: 1 }, { what: "speed", speed: 10 },
    ]);
  });
  it("is there to be watched: no glance while it plays, glance when it stands", async () => {
    await open(day());
    await vi.advanceTimersByTimeAsync(70_000);
    expect(screen.queryByTestId(ids.glance)).toBeNull();
    host.tell("session_moved", (view = { ...view, seq: view.seq + 1, pace: 0, training: day({ paused: true }) }));
    await vi.advanceTimersByTimeAsync(61_000);
    await waitFor(() => expect(screen.getByTestId(ids.glance)).toBeInTheDocument());
  });
  it("stands when Rust says so: the clock of the page does not run on", async () => {
    await open(day({ paused: true }));
    const before = screen.getByTestId(ids.clock).textContent;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(screen.getByTestId(ids.clock)).toHaveTextContent(before ?? "", { normalizeWhitespace: false });
  });
  it("says which entry was refused and why, but not under the veil", async () => {
    await open(day({ not_done: { at_ms: view?.now_ms ?? 0, line: "dose2 60 mg with AK", failure: failure("refused", { what: "given" }) } }));
    expect(screen.getByTestId(ids.trainingNotDone)).toHaveTextContent("dose2 60 mg with AK");
    await key("x");
    await waitFor(() => expect(screen.getByTestId(ids.veil)).toBeInTheDocument());
    expect(screen.queryByTestId(ids.trainingNotDone)).toBeNull();
  });
  it("is taken over by a button, and then names the PIN of the synthetic people only", async () => {
    await open(day());
    await fireEvent.click(screen.getByTestId(ids.trainingTake));
    expect(steers()).toEqual([{ what: "take_over" }]);
    host.tell("session_moved", (view = { ...view, seq: view.seq + 1, training: day({ playing: false }) }));
    await waitFor(() => expect(screen.getByTestId(ids.trainingState)).toHaveTextContent("By hand."));
    expect(screen.queryByTestId(ids.trainingTake)).toBeNull();
  });
  it("says when it could not be steered", async () => {
    await open(day(), {
      training_steer: () => {
        throw failure("disk_full");
      },
    });
    await key(",");
    await waitFor(() => expect(screen.getByTestId(ids.trainingState)).toHaveTextContent(/disk/i));
  });
});
