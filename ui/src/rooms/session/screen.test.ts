// The room as people meet it: keys in, acts out, before a typed fake host. What is said here holds in the real window too.
import { everything } from "../../kit/rights";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeHost, failure, type Answers } from "../../host/fake";
import type { Request } from "../../wire/act";
import type { SessionView } from "../../wire/view";
import Preview from "./preview/Preview.svelte";
import { moments, prompt, sketch, t } from "./preview/days";
import { AK, MS, plan } from "./preview/plans";
import { ids } from "./testids";

let view: SessionView;
let host: FakeHost;

function later(more: Partial<SessionView> = {}): SessionView {
  view = { ...view, seq: view.seq + 1, now_ms: view.now_ms + 1, kept_wall_ms: view.wall_ms + 1, ...more };
  return view;
}

async function open(name: string, answers: Answers = {}): Promise<void> {
  const moment = moments[name]?.();
  if (!moment) throw new Error(name);
  view = moment;
  host = new FakeHost({
    session_plan: () => plan,
    session_look: () => view,
    session_act: () => later(),
    drafts_keep: () => undefined,
    drafts_of: () => [],
    people_prove: () => undefined,
    people_take_pen: () => ({ name: "Quay", path: "/v", training: false, author: AK, people: [MS, AK], recovery_owed: false, live_session: plan.session, older_than_head: false, header: "alike", wrong_passphrases: 0, veiled: false, idle_minutes: 10, blind: false, backup: false, inspection: null, inspections: [], glass_used_wall_ms: null, rights: everything }),
    ...answers,
  });
  render(Preview, { host, session: plan.session });
  await waitFor(() => expect(room().dataset["mode"]).not.toBe("loading"));
}

const room = (): HTMLElement => screen.getByTestId(ids.room);
const acts = (): Request[] => host.asks("session_act");
const user = userEvent.setup({ delay: 500, advanceTimers: vi.advanceTimersByTime });
const type = (keys: string): Promise<void> => user.keyboard(keys);
const fast = userEvent.setup({ delay: null });
const form = (): string | undefined => screen.queryByTestId(ids.form)?.dataset["form"];

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

describe("touch", () => {
  it("takes a part and who asked: three keys, and it is kept", async () => {
    await open("near");
    await type("t");
    expect(form()).toBe("touch");
    await type("1");
    expect(form()).toBe("touchasked");
    expect(acts()).toHaveLength(0);
    await type("1");
    await waitFor(() => expect(acts()).toHaveLength(1));
    expect(acts()[0]?.act).toEqual({ act: "touch", part: "hand", text: "", people: [], asked: "client", consent: "", length_ms: null, need: null });
    expect(form()).toBeUndefined();
  });
  it("ends what runs by its number, which stands first", async () => {
    moments["touching"] = () => sketch({ touches: [{ touch: 21, from_ms: t("13:08"), until_ms: null, part: "hand", people: ["MS"], outside: null }] });
    await open("touching");
    expect(screen.getAllByTestId(ids.touch).some((one) => one.textContent.includes("Touch goes on: hand"))).toBe(true);
    await type("t1");
    await waitFor(() => expect(acts()[0]?.act).toEqual({ act: "end_touch", touch: 21 }));
  });
  it("takes a touch that is over from the line, and a stop from the list", async () => {
    await open("near");
    await type("n");
    await fast.keyboard("/touch upper back 2m{Enter}");
    expect(form()).toBe("touchasked");
    await type("2");
    await waitFor(() => expect(acts()).toHaveLength(1));
    expect(acts()[0]?.act).toMatchObject({ part: "upper back", asked: "therapist", consent: "yes", length_ms: 120_000 });
    await type("t");
    await type("3");
    expect(form()).toBe("touchstop");
    await type("1");
    await waitFor(() => expect(acts()[1]?.act).toEqual({ act: "refuse_touch", part: "", text: "" }));
  });
});

describe("the picture", () => {
  it("shows two clocks, the slot, values with their ages", async () => {
    await open("near");
    expect(screen.getByTestId(ids.clock).textContent?.replace(/\s/g, "")).toBe("T+2:47");
    expect(screen.getByTestId(ids.wall)).toHaveTextContent("13:12");
    expect(screen.getByTestId(ids.slot)).toHaveAttribute("data-state", "near");
    expect(screen.getByTestId(ids.slotWord)).toHaveTextContent("in 4 min");
    expect(screen.getByTestId(ids.value("temperature"))).toHaveAttribute("data-stale", "true");
    expect(screen.getByTestId(ids.value("bp"))).toHaveTextContent("146/90");
  });
  it("ignores a view that is older than the one shown", async () => {
    await open("near");
    host.tell("session_moved", { ...view, seq: view.seq - 1, phase: "return", log: [] });
    host.tell("session_moved", { ...view, session: "other", seq: 999, phase: "return" });
    await waitFor(() => expect(screen.getByTestId(ids.phase)).toHaveTextContent("peak"));
    host.tell("session_moved", { ...view, seq: view.seq + 1, phase: "return", log: [] });
    await waitFor(() => expect(screen.getByTestId(ids.phase)).toHaveTextContent("return"));
  });
  it("asks for what it missed when news skips entries", async () => {
    await open("near");
    const looks = host.asks("session_look").length;
    host.tell("session_moved", { ...view, seq: view.seq + 5, log: [] });
    await waitFor(() => expect(host.asks("session_look").length).toBe(looks + 1));
    expect(host.asks("session_look")[looks]).toEqual({ session: plan.session, log_from: view.log.length });
  });
  it("looks again when the time comes that Rust named, and decides nothing itself", async () => {
    await open("near");
    const looks = host.asks("session_look").length;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(host.asks("session_look").length).toBe(looks);
    await vi.advanceTimersByTimeAsync(175_000);
    expect(host.asks("session_look").length).toBeGreaterThan(looks);
    expect(room()).toHaveAttribute("data-slot", "near");
  });
  it("asks in the slot before the window closes", async () => {
    await open("near", { window_close: () => undefined });
    host.tell("close_asked", undefined);
    await waitFor(() => expect(form()).toBe("closewindow"));
    await type("{Escape}");
    expect(host.asks("window_close")).toEqual([]);
    host.tell("close_asked", undefined);
    await waitFor(() => expect(form()).toBe("closewindow"));
    await type("{Enter}");
    expect(host.asks("window_close")).toHaveLength(1);
  });
  it("says when what time brought could not be kept", async () => {
    await open("near");
    host.tell("beat_failed", failure("disk_full"));
    await waitFor(() => expect(screen.getByTestId("session-beat-failure")).toHaveTextContent("disk is full"));
  });
  it.each([
    ["flag", ""], ["gate", ""], ["supplemental", ""], ["late", "v"], ["due", "d"], ["near", "e"], ["near", "e1"], ["gateclear", "g{Enter}{Enter}{Enter}1"],
    ["near", "h1"], ["near", "?"], ["near", "l"], ["near", "x"], ["near", "n#mu"], ["ended", ""], ["quiet", "j"],
  ])("has nothing serious for axe to find: %s %s", async (name, keys) => {
    await open(name);
    if (keys !== "") await type(keys);
    vi.useRealTimers();
    const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
  });
});

describe("single keys", () => {
  it.each([
    ["v", "vitals"], ["e", "effect"], ["f", "fluid"], ["s", "star"], ["r", "red"], ["q", "quiet"], ["a", "author"], ["w", "who"],
    ["h", "help"], ["k", "phase"], ["u", "step"], ["y", "deviation"], ["z", "undo"], ["{F1}", "help"], ["^", "amend"], ["3", "effect"],
  ])("%s opens %s, commits nothing, and Esc leaves no trace", async (key, name) => {
    await open("due");
    await type(key);
    expect(form()).toBe(name);
    await type("{Escape}");
    expect(screen.queryByTestId(ids.form)).toBeNull();
    expect(acts()).toEqual([]);
  });
  it("puts a check off in two keys, with a request key of its own", async () => {
    await open("due");
    await type("d1");
    expect(acts()).toHaveLength(1);
    expect(acts()[0]).toMatchObject({ session: plan.session, when: { when: "now" }, second: null, act: { act: "defer", checks: ["c-13:11"], reason: "deep", text: "" } });
    expect(acts()[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    await waitFor(() => expect(screen.queryByTestId(ids.form)).toBeNull());
  });
  it("says at the cap what the line allows, and offers the reason of a miss", async () => {
    await open("capped");
    await type("d");
    expect(screen.getByTestId(ids.form)).toHaveTextContent("Line 9 allows two in a row");
    await type("{Escape}m2");
    expect(acts()[0]?.act).toMatchObject({ act: "explain_miss", check: "c-13:06", reason: "declined" });
  });
  it("takes Enter for seen while late, and for the line otherwise", async () => {
    await open("late");
    await type("{Enter}");
    expect(acts()[0]?.act).toEqual({ act: "see", checks: ["c-13:06"] });
    cleanup();
    await open("near");
    await type("{Enter}");
    expect(room()).toHaveAttribute("data-mode", "writing");
    expect(acts()).toEqual([]);
  });
  it("keeps a failure in sight with what was typed, and a retry has a key of its own", async () => {
    let broken = true;
    await open("due", {
      session_act: () => {
        if (broken) throw failure("disk_full");
        return later();
      },
    });
    await type("f300{Enter}");
    expect(screen.getByTestId("session-failure-text")).toHaveTextContent("disk is full");
    expect(screen.getByTestId(ids.box("ml"))).toHaveValue("300");
    expect(screen.queryByTestId(ids.kept)).toBeNull();
    broken = false;
    await type("{Enter}");
    expect(acts().map((a) => a.act)).toEqual([{ act: "drink", millilitres: 300 }, { act: "drink", millilitres: 300 }]);
    expect(acts()[0]?.key).not.toBe(acts()[1]?.key);
    await waitFor(() => expect(screen.getByTestId(ids.kept)).toHaveAttribute("data-wall", String(view.kept_wall_ms)));
  });
  it("keeps the same request key when it is not certain whether the act was kept", async () => {
    await open("due", {
      session_act: () => {
        throw failure("io", {}, false);
      },
    });
    await type("f{Enter}{Enter}");
    expect(acts()).toHaveLength(2);
    expect(acts()[0]?.key).toBe(acts()[1]?.key);
  });
  it("finds every act by name", async () => {
    await open("near");
    await type("{Control>}k{/Control}");
    await type("corr{Enter}");
    expect(form()).toBe("dosetime");
  });
  it("finds the end of the session by a word of its name before what only speaks of an end", async () => {
    await open("near");
    await type("{Control>}k{/Control}end");
    expect(screen.getAllByTestId(ids.option).map((one) => one.dataset["option"]).slice(0, 2)).toEqual(["close", "quiet"]);
  });
  it("marks the first act, which Enter opens, and shows keys as keys", async () => {
    await open("near");
    await type("{Control>}k{/Control}");
    expect(screen.getAllByTestId(ids.option).map((one) => one.ariaPressed ?? one.getAttribute("aria-pressed"))).toEqual(["true", "false", "false", "false", "false"]);
    expect(screen.getAllByTestId(ids.option)[0]?.querySelector("kbd")).toHaveTextContent("v");
    await type("{Enter}");
    expect(form()).toBe("vitals");
    expect(acts()).toEqual([]);
  });
});

describe("vitals", () => {
  it("moves by Enter, keeps on the last, asks once why a box is empty", async () => {
    await open("due");
    await type("v152{Enter}92{Enter}");
    expect(screen.getByTestId(ids.box("pulse"))).toHaveFocus();
    await type("{Enter}");
    expect(acts()).toEqual([]);
    await type("2");
    expect(acts()[0]?.act).toEqual({ act: "take_reading", values: [{ sign: "systolic", value: 152 }, { sign: "diastolic", value: 92 }], confirmed: [], taken_by: null, manner: "", from_paper: false });
  });
  it("has an unusual value typed a second time", async () => {
    await open("due");
    await type("v300{Enter}");
    expect(screen.getByTestId(ids.formComplaint)).toHaveTextContent("systolic 300 is outside 60–260: type it again to keep it");
    expect(screen.getByTestId(ids.box("systolic"))).toHaveValue("");
    await type("300{Enter}92{Enter}88{Enter}");
    expect(acts()[0]?.act).toMatchObject({ confirmed: ["systolic"], values: [{ value: 300 }, { value: 92 }, { value: 88 }] });
  });
  it("back-dates with @ and opens help over the form, which stays as it was", async () => {
    await open("due");
    await type("v152h");
    expect(form()).toBe("help");
    await type("{Escape}");
    expect(form()).toBe("vitals");
    expect(screen.getByTestId(ids.box("systolic"))).toHaveValue("152");
    await type("@-5{Enter}1");
    expect(acts()[0]).toMatchObject({ when: { when: "ago", ms: 300_000 }, act: { act: "take_reading" } });
  });
  it("keeps a draft within a second and puts it back with the next opening", async () => {
    await open("due");
    await type("v152{Enter}9");
    await vi.advanceTimersByTimeAsync(1000);
    const draft = host.asks("drafts_keep").filter((d) => d.place === "vitals").pop();
    expect(draft?.text).toContain('"systolic":"152"');
    cleanup();
    await open("due", { drafts_of: () => [{ session: plan.session, place: "vitals", text: draft?.text ?? "", caret: 1 }] });
    await waitFor(() => expect(screen.getByTestId(ids.box("diastolic"))).toHaveValue("9"));
    expect(screen.getByTestId(ids.box("diastolic"))).toHaveFocus();
  });
});

describe("the note line", () => {
  it("opens by a burst of letters, keeps them, and closes what the first one opened", async () => {
    await open("due");
    await fast.keyboard("veil lifts");
    expect(room()).toHaveAttribute("data-mode", "writing");
    expect(room()).toHaveAttribute("data-veiled", "false");
    expect(screen.queryByTestId(ids.form)).toBeNull();
    expect(screen.getByTestId(ids.note)).toHaveValue("veil lifts");
    expect(acts()).toEqual([]);
  });
  it.each(["xenon", "had a rest", "it is so", "quiet now", "drinks", "ok, thanks"])("loses no letter of %s", async (words) => {
    await open("late");
    await fast.keyboard(words);
    expect(screen.getByTestId(ids.note)).toHaveValue(words);
    expect(acts()).toEqual([]);
  });
  it("takes n for the key, however fast the words follow", async () => {
    await open("near");
    await fast.keyboard("nhalf a sentence");
    expect(screen.getByTestId(ids.note)).toHaveValue("half a sentence");
  });
  it("keeps a line with its grammar, empties only when it is kept", async () => {
    await open("near");
    await type('n"a door *{Enter}');
    expect(acts()[0]?.act).toEqual({ act: "note", text: "a door", voice: "client", tags: [], starred: true });
    expect(acts()[0]?.when.when).toBe("ago");
    await waitFor(() => expect(screen.getByTestId(ids.note)).toHaveValue(""));
    expect(room()).toHaveAttribute("data-mode", "keys");
  });
  it("keeps its text when the record did not", async () => {
    await open("near", {
      session_act: () => {
        throw failure("read_only");
      },
    });
    await type("nhello{Enter}");
    expect(screen.getByTestId(ids.noteFailure)).toBeInTheDocument();
    expect(screen.getByTestId(ids.note)).toHaveValue("hello");
    // A form that is not kept either says so itself; what lies in the line from before does not speak over it.
    await type("{Escape}f300{Enter}");
    expect(screen.getByTestId("session-failure-text")).toBeInTheDocument();
    expect(screen.queryByTestId(ids.noteFailure)).toBeNull();
    expect(screen.getByTestId(ids.box("ml"))).toHaveValue("300");
    await type("{Escape}");
    expect(screen.getByTestId(ids.note)).toHaveValue("hello");
  });
  it("echoes values before Enter and sends them as one set", async () => {
    await open("near");
    await type("nbp 128/82 p 88");
    expect(screen.getByTestId(ids.noteEcho)).toHaveTextContent("reading: 128/82, pulse 88");
    await type("{Enter}");
    expect(acts()[0]?.act).toMatchObject({ act: "take_reading", values: [{ value: 128 }, { value: 82 }, { value: 88 }] });
  });
  it("asks once about a doubt, then keeps the line as it is", async () => {
    await open("near");
    await type("n#dog barks{Enter}");
    expect(acts()).toEqual([]);
    expect(screen.getByTestId(ids.noteEcho)).toHaveTextContent("no tag dog");
    await type("{Enter}");
    expect(acts()[0]?.act).toMatchObject({ text: "#dog barks", tags: [] });
  });
  it("keeps an effect when it happened, and the line until the effect is kept", async () => {
    await open("near");
    await type("n!warmth @-20");
    expect(screen.getByTestId(ids.noteEcho)).toHaveTextContent("happened 12:52");
    await type("{Enter}");
    expect(form()).toBe("effect");
    expect(screen.getByTestId(ids.effectHappened)).toHaveTextContent("happened 12:52");
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.asks("drafts_keep").filter((d) => d.place === "note").at(-1)?.text).toBe("!warmth @-20");
    await type("{Escape}");
    expect(screen.getByTestId(ids.note)).toHaveValue("!warmth @-20");
    await type("n{Enter}{Enter}2{Enter}");
    await waitFor(() => expect(acts()).toHaveLength(1));
    expect(acts()[0]).toMatchObject({ act: { act: "begin_effect", effect: "warmth", severity: 2 }, when: { when: "ago" } });
    const when = acts()[0]?.when;
    expect(when?.when === "ago" && Math.round(when.ms / 60_000)).toBe(20);
    await waitFor(() => expect(screen.getByTestId(ids.note)).toHaveValue(""));
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.asks("drafts_keep").filter((d) => d.place === "note").at(-1)?.text).toBe("");
  });
  it("takes the time of an unusual reading into its form, and leaves the line when that is kept", async () => {
    await open("due");
    await type("nbp 280/82 p 90 @-10{Enter}");
    expect(form()).toBe("vitals");
    expect(screen.getByTestId(ids.box("when"))).toHaveValue("13:02");
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.asks("drafts_keep").filter((d) => d.place === "note").at(-1)?.text).toBe("bp 280/82 p 90 @-10");
    await type("280{Enter}{Enter}{Enter}");
    await waitFor(() => expect(acts()).toHaveLength(1));
    const when = acts()[0]?.when;
    expect(when?.when === "ago" && Math.round(when.ms / 60_000)).toBeOneOf([10, 11]);
    await waitFor(() => expect(screen.getByTestId(ids.note)).toHaveValue(""));
  });
  it("does not submit while an input method is composing", async () => {
    await open("near");
    await type("nnihon");
    await fireEvent.keyDown(screen.getByTestId(ids.note), { key: "Enter", isComposing: true });
    expect(acts()).toEqual([]);
    expect(screen.getByTestId(ids.note)).toHaveValue("nihon");
  });
  it("puts the draft back with its caret", async () => {
    await open("near", { drafts_of: () => [{ session: plan.session, place: "note", text: "long breath", caret: 4 }] });
    const box = screen.getByTestId<HTMLTextAreaElement>(ids.note);
    await waitFor(() => expect(box).toHaveValue("long breath"));
    await waitFor(() => expect(box.selectionStart).toBe(4));
    expect(box).toHaveFocus();
  });
});

describe("dose and lists", () => {
  it("does not open the dose while a line is open, and says how many", async () => {
    await open("gate");
    await type("g");
    expect(screen.getByTestId(ids.form)).toHaveTextContent("Five lines are open");
    await type("{Enter}");
    expect(screen.getByTestId(ids.list)).toHaveAttribute("data-list", "dose1");
    expect(acts()).toEqual([]);
  });
  it("gives the dose only by its last confirmation, with a proven witness", async () => {
    await open("gateclear");
    await type("g{Enter}{Enter}-1{Enter}1{Enter}4321");
    expect(acts()).toEqual([]);
    await type("{Enter}");
    expect(acts()[0]).toMatchObject({
      second: { person: AK.id, pin: "4321" },
      when: { when: "ago", ms: 60_000 },
      act: { act: "give_dose", dose: "first", amount: 120_000, kit: "", out_of_window: null },
    });
  });
  it("records an unwitnessed dose only by that word", async () => {
    await open("gateclear");
    await type("g{Enter}{Enter}{Enter}{Enter}");
    expect(screen.getByTestId(ids.formComplaint)).toHaveTextContent("witness");
    await type("3{Enter}");
    expect(acts()[0]).toMatchObject({ second: null, act: { act: "give_dose" } });
  });
  it("keeps the form and empties the PIN when it was wrong", async () => {
    await open("gateclear", {
      session_act: () => {
        throw failure("wrong_pin", { left: "4" });
      },
    });
    await type("g125{Enter}{Enter}{Enter}1{Enter}1111{Enter}");
    expect(screen.getByTestId("session-failure-text")).toHaveAttribute("data-code", "wrong_pin");
    expect(screen.getByTestId(ids.box("pin"))).toHaveValue("");
    expect(screen.getByTestId(ids.box("pin"))).toHaveFocus();
    expect(screen.getByTestId(ids.box("amount"))).toHaveValue("125");
  });
  it("ticks by Enter and goes on to the next open line", async () => {
    await open("gate");
    expect(screen.getByTestId(ids.listFoot)).toHaveTextContent("Holdfast checks only what is typed; it does not watch the client.");
    const current = (): string | undefined => screen.getAllByTestId(ids.listRow).find((r) => r.getAttribute("aria-current"))?.dataset["item"];
    await waitFor(() => expect(current()).toBe("ecg"));
    await type("7");
    expect(acts()).toEqual([]);
    await type("{Enter}");
    expect(acts()[0]?.act).toEqual({ act: "answer_gate", gate: "dose1", item: "rescue", answer: { answer: "yes" } });
    await waitFor(() => expect(current()).toBe("truetime"));
  });
  it("writes a finding, passes over with a second person, compares true time", async () => {
    await open("gate");
    await type("4{Enter}fasting since 22{Enter}");
    expect(acts()[0]?.act).toMatchObject({ item: "ecg", answer: { answer: "finding", text: "fasting since 22" } });
    await type("7y");
    await type("bag is next door{Enter}1{Enter}1234{Enter}");
    expect(acts()[1]).toMatchObject({ act: { act: "override_gate", item: "rescue", reason: "bag is next door" }, second: { person: AK.id, pin: "1234" } });
    await type("9{Enter}10:00:58{Enter}radio{Enter}1{Enter}1234{Enter}");
    const compared = acts()[2]?.act;
    expect(compared).toMatchObject({ act: "compare_true_time", reference: "radio" });
    if (compared?.act === "compare_true_time") expect(Math.abs(compared.difference_ms)).toBeLessThan(60_000);
  });
  it("ends the session with an ending, a note and a second person", async () => {
    await open("near");
    await type("l7{Enter}");
    expect(screen.getByTestId(ids.form)).toHaveTextContent("three lines are not agreed");
    await type("1{Enter}{Enter}1{Enter}1234{Enter}");
    expect(acts()[0]).toMatchObject({ act: { act: "close", ending: "as_planned", note: "" }, second: { person: AK.id, pin: "1234" } });
  });
  it.each(["1", "1{Enter}"])("takes the digits after a person's number for their PIN: %s", async (number) => {
    await open("near");
    await type(`l7{Enter}1{Enter}{Enter}${number}2134{Enter}`);
    expect(acts()[0]).toMatchObject({ act: { act: "close" }, second: { person: AK.id, pin: "2134" } });
  });
  it("the last line of a list is one key away, and so is the first", async () => {
    await open("near");
    await type("l{End}{Enter}");
    expect(screen.getByTestId(ids.form)).toHaveTextContent("three lines are not agreed");
    await type("{Escape}{Home}");
    expect(screen.getAllByTestId(ids.listRow)[0]).toHaveAttribute("aria-current", "true");
  });
  it("the sheet of keys has the caret, so that the arrows go along it, and keys go on working", async () => {
    await open("near");
    await type("?");
    expect(screen.getByTestId(ids.keySheet)).toHaveFocus();
    await type("v");
    expect(screen.getByTestId(ids.form)).toBeInTheDocument();
  });
  it("hides at the key that locks elsewhere", async () => {
    await open("near");
    await type("{Control>}l{/Control}");
    await waitFor(() => expect(room()).toHaveAttribute("data-veiled", "true"));
  });
  it("ends otherwise without a second person", async () => {
    await open("near");
    await type("l7{Enter}2{Enter}ambulance 13:20{Enter}");
    expect(acts()[0]).toMatchObject({ act: { act: "close", ending: "transferred", note: "ambulance 13:20" }, second: null });
  });
  it("records the decision not to give, by reason", async () => {
    await open("supplemental");
    await type("c1");
    expect(acts()[0]?.act).toEqual({ act: "decide_not_given", decision: "declined", reason: "enough", text: "" });
  });
});

describe("effects", () => {
  it("takes a number, a strength, Enter", async () => {
    await open("near");
    await type("e12{Enter}");
    expect(acts()[0]?.act).toEqual({ act: "begin_effect", effect: "jaw", text: "", valence: "unwanted", severity: 2 });
  });
  it("ends an open one in the same place", async () => {
    await open("near");
    await type("2x");
    expect(acts()[0]?.act).toEqual({ act: "end_effect", effect: 13 });
  });
  it("asks for strength before it keeps", async () => {
    await open("near");
    await type("e1{Enter}");
    expect(acts()).toEqual([]);
    expect(screen.getByTestId(ids.formComplaint)).toHaveTextContent("0 to 3");
  });
});

describe("the foot", () => {
  it("says the way back from a page, and what brightens while it is dimmed", async () => {
    await open("near");
    const foot = screen.getByTestId(ids.keys);
    for (const word of ["back", "brighter"]) expect(foot).not.toHaveTextContent(word);
    await type("i");
    await type("[[");
    for (const word of ["back", "brighter"]) expect(foot).toHaveTextContent(word);
    await type("]]");
    await type("{Escape}");
    for (const word of ["back", "brighter"]) expect(foot).not.toHaveTextContent(word);
  });
  it("says of a line that was left that it is not kept", async () => {
    await open("near", { drafts_of: () => [{ session: plan.session, place: "note", text: "long breath", caret: 4 }] });
    await type("{Escape}");
    expect(screen.getByTestId(ids.noteUnsent)).toHaveTextContent("not kept yet");
    await type("n");
    expect(screen.queryByTestId(ids.noteUnsent)).toBeNull();
  });
  it("offers no letter as a key where letters are text", async () => {
    await open("near");
    expect(screen.getByTestId(ids.keys)).toHaveTextContent("vitals");
    await type("n");
    const foot = screen.getByTestId(ids.keys);
    expect(foot).not.toHaveTextContent("vitals");
    for (const said of ["Enter", "keeps", "Esc", "to keys", "F1"]) expect(foot).toHaveTextContent(said);
    await type("{Escape}");
    expect(screen.getByTestId(ids.keys)).toHaveTextContent("vitals");
  });
});

describe("veil, glance, help", () => {
  it("hides everything about the client and lifts by PIN", async () => {
    await open("flag");
    await type("x");
    const veil = screen.getByTestId(ids.veil);
    expect(veil).toHaveTextContent("next check");
    for (const word of ["KELP", "162", "systolic", "Blood", "120 mg", "peak"]) expect(veil.textContent).not.toContain(word);
    await type("4321{Enter}");
    expect(host.asks("people_prove")).toEqual([{ person: MS.id, pin: "4321" }]);
    await waitFor(() => expect(room()).toHaveAttribute("data-veiled", "false"));
  });
  it("shows the intention and the plan for stopping on one key, never under the veil, and Esc leaves it", async () => {
    await open("near");
    const said = "To look at it once, and not alone.";
    expect(room()).not.toHaveTextContent(said);
    await type("-");
    expect(screen.getByTestId(ids.intention)).toHaveTextContent(said);
    expect(screen.getByTestId(ids.intention)).toHaveTextContent("Both hands up.");
    await type("x");
    expect(room()).toHaveAttribute("data-veiled", "true");
    expect(room()).not.toHaveTextContent(said);
    await type("4190{Enter}");
    await waitFor(() => expect(room()).toHaveAttribute("data-veiled", "false"));
    await type("{Escape}");
    expect(screen.queryByTestId(ids.intention)).toBeNull();
    expect(acts()).toEqual([]);
  });
  it("gives the pen to another person who lifts it", async () => {
    await open("near");
    await type("x{ArrowRight}4321{Enter}");
    expect(host.asks("people_take_pen")).toEqual([{ proof: { person: AK.id, pin: "4321" } }]);
  });
  it.each(["{ArrowLeft}", "{ArrowRight}{ArrowRight}"])("comes from the second person of the plan to the first by %s, and stays there", async (arrows) => {
    moments["theirs"] = () => sketch({ author: AK.id });
    await open("theirs");
    await type(`x${arrows}4321{Enter}`);
    expect(host.asks("people_take_pen")).toEqual([{ proof: { person: MS.id, pin: "4321" } }]);
    expect(host.asks("people_prove")).toEqual([]);
  });
  it("leaves each person what they were typing, whoever lifts the veil, and shows it to nobody else", async () => {
    const pen = (): void => void (view = { ...view, seq: view.seq + 1, author: view.author === AK.id ? MS.id : AK.id });
    const drafts = { note: "?his own" };
    await open("near", {
      people_take_pen: () => { pen(); return undefined as never; },
      drafts_of: () => (view.author === AK.id ? [{ session: plan.session, place: "note", text: drafts.note, caret: 4 }] : []),
    });
    await type("n?father again");
    await type("{Escape}x{ArrowRight}4321{Enter}");
    await waitFor(() => expect(room()).toHaveAttribute("data-veiled", "false"));
    await waitFor(() => expect(screen.getByTestId(ids.note)).toHaveValue("?his own"));
    const names = host.asked.map((one) => one.name);
    expect(host.asks("drafts_keep").filter((one) => one.place === "note").at(-1)?.text).toBe("?father again");
    expect(names.lastIndexOf("drafts_keep")).toBeLessThan(names.indexOf("people_take_pen"));
    await type("{Escape}");
    await vi.advanceTimersByTimeAsync(1000);
    expect(host.asks("drafts_keep").every((one) => one.text !== "" || one.place !== "note")).toBe(true);
    await type("x{ArrowLeft}1234{Enter}");
    await waitFor(() => expect(screen.getByTestId(ids.note)).toHaveValue("?father again"));
    await type("n{Enter}");
    await waitFor(() => expect(acts().at(-1)?.act).toMatchObject({ act: "note", text: "father again", voice: "thought" }));
  });
  it("puts a form aside with the pen that filled it, and help for nobody", async () => {
    const pen = (): void => void (view = { ...view, seq: view.seq + 1, author: view.author === AK.id ? MS.id : AK.id });
    await open("due", { people_take_pen: () => { pen(); return undefined as never; } });
    await type("v15h");
    expect(form()).toBe("help");
    host.tell("veil_asked", undefined as never);
    await waitFor(() => expect(room()).toHaveAttribute("data-veiled", "true"));
    await type("{ArrowRight}4321{Enter}");
    await waitFor(() => expect(form()).toBe("help"));
    await type("{Escape}");
    expect(form()).toBeUndefined();
    await type("x{ArrowLeft}1234{Enter}");
    await waitFor(() => expect(form()).toBe("vitals"));
    expect(screen.getByTestId(ids.box("systolic"))).toHaveValue("15");
  });
  it("stays down when the PIN is wrong", async () => {
    await open("near", {
      people_prove: () => {
        throw failure("wrong_pin");
      },
    });
    await type("x9999{Enter}");
    expect(screen.getByTestId(ids.formFailure)).toHaveAttribute("data-code", "wrong_pin");
    expect(room()).toHaveAttribute("data-veiled", "true");
  });
  it("takes numbers first and opens general help under the veil, without earlier values", async () => {
    await open("flag");
    await type("xv");
    expect(screen.getByTestId(ids.veil).textContent).not.toContain("162");
    await type("150{Enter}90{Enter}88{Enter}");
    expect(acts()[0]?.act).toMatchObject({ act: "take_reading" });
    expect(room()).toHaveAttribute("data-veiled", "true");
    await type("h");
    expect(form()).toBe("help");
    expect(screen.getByTestId(ids.veil)).toHaveTextContent("112");
    expect(screen.getByTestId(ids.veil).textContent).not.toContain("146/90");
  });
  it("records a red flag in two keys from glance, and help stands open", async () => {
    await open("near");
    await vi.advanceTimersByTimeAsync(61_000);
    expect(screen.getByTestId(ids.glance)).toBeInTheDocument();
    await type("r1");
    expect(acts()[0]?.act).toEqual({ act: "see_red_flag", kind: "chest" });
    await waitFor(() => expect(form()).toBe("help"));
    expect(screen.getByTestId(ids.helpCard)).toHaveAttribute("data-card", "chest");
  });
  it("counts only what a person wrote as the last entry", async () => {
    moments["gap"] = () => {
      const view = sketch();
      const gap: SessionView["log"][number] = { seq: view.seq, happened_ms: view.now_ms, happened_wall_ms: view.wall_ms, entered_ms: view.now_ms, entered_wall_ms: view.wall_ms, zone_minutes: 60, by: null, starred: false, struck: null, amended: null, what: { kind: "gap", from_ms: t("13:11"), to_ms: view.now_ms, cause: "slept", fell_due: [] } };
      return { ...view, seq: view.seq + 1, log: [...view.log, gap] };
    };
    await open("gap");
    await vi.advanceTimersByTimeAsync(61_000);
    expect(screen.getByTestId(ids.glance)).toHaveTextContent(/last entry [12] min ago/);
  });
  it("shows the full picture while Space is held, and glances again", async () => {
    await open("near");
    await vi.advanceTimersByTimeAsync(61_000);
    await fireEvent.keyDown(document.body, { key: " " });
    await waitFor(() => expect(screen.queryByTestId(ids.glance)).toBeNull());
    await fireEvent.keyUp(document.body, { key: " " });
    await waitFor(() => expect(screen.getByTestId(ids.glance)).toBeInTheDocument());
  });
  it("does not glance over words that are being written", async () => {
    await open("near");
    await type("nhello");
    await vi.advanceTimersByTimeAsync(70_000);
    expect(screen.queryByTestId(ids.glance)).toBeNull();
  });
  it("records a call from help", async () => {
    await open("near");
    await type("h{Enter}");
    expect(form()).toBe("told");
    await type("1{Enter}Kari{Enter}chest pain{Enter}");
    expect(acts()[0]?.act).toEqual({ act: "tell_contact", contact: "ambulance", who: "Kari", said: "chest pain", flag: null });
    await waitFor(() => expect(form()).toBe("help"));
  });
});

describe("late and missed", () => {
  it("names who keeps time and asks the other by name", async () => {
    await open("late");
    expect(screen.getByTestId(ids.slot)).toHaveTextContent("AK keeps time today. Ask MS by name");
    cleanup();
    await open("seen");
    expect(screen.getByTestId(ids.slot)).toHaveTextContent("Call Dr Lund, +47 55 00 00 01");
  });
  it("keeps a missed check in sight until a reason is given", async () => {
    await open("missed");
    expect(screen.getByTestId(ids.slotOwed)).toHaveTextContent("13:06 was missed. Say why when there is a pause");
    await type("m1");
    expect(acts()[0]?.act).toMatchObject({ act: "explain_miss", reason: "deep" });
  });
  it("excuses the rest of a partly taken check", async () => {
    await open("partly");
    await type("m1");
    expect(acts()[0]?.act).toMatchObject({ act: "excuse_rest", reason: "declined" });
  });
});

describe("after the end", () => {
  it("says in words who decided that no second dose was given", async () => {
    const ended = moments["ended"]?.();
    if (!ended?.supplemental) throw new Error("ended");
    const supplemental = { ...ended.supplemental, given: false, not_given: "withheld" as const };
    moments["withheld"] = () => ({ ...ended, supplemental });
    await open("withheld");
    expect(screen.getByTestId(ids.summary)).toHaveTextContent("Supplemental: withheld by the team");
  });
  it("reads the record back", async () => {
    await open("ended");
    const summary = screen.getByTestId(ids.summary);
    expect(within(summary).getByText(/as planned, /)).toBeInTheDocument();
    expect(summary).toHaveTextContent("minor: eyeshade forgotten: noted");
    await type("v");
    expect(screen.queryByTestId(ids.form)).toBeNull();
  });
});

it("keeps the slot at one prompt per state while views come and go", async () => {
  await open("near");
  for (const state of ["due", "late", "deferred"] as const) {
    host.tell("session_moved", later({ prompts: [prompt("13:16", state, ["pulse"], "Pulse"), prompt("13:31", "resting", ["pulse"], "Pulse")], log: [] }));
    await waitFor(() => expect(screen.getByTestId(ids.slot)).toHaveAttribute("data-state", state));
  }
  expect(sketch().prompts[0]?.due_ms).toBe(t("13:16"));
});
