import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Ticker } from "./ticker.svelte";

describe("the ticker", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("goes on from what Rust said, on whole seconds", () => {
    const ticker = new Ticker();
    ticker.set(10_400);
    const stop = ticker.start();
    expect(ticker.now).toBe(10_400);
    vi.advanceTimersByTime(600);
    expect(ticker.now).toBe(11_000);
    vi.advanceTimersByTime(5_000);
    expect(ticker.now).toBe(16_000);
    stop();
    vi.advanceTimersByTime(5_000);
    expect(ticker.now).toBe(16_000);
  });

  it("counts before the anchor too", () => {
    const ticker = new Ticker();
    ticker.set(-1_500);
    const stop = ticker.start();
    vi.advanceTimersByTime(500);
    expect(ticker.now).toBe(-1_000);
    stop();
  });

  it("catches up when the page is shown again", () => {
    const ticker = new Ticker();
    ticker.set(0);
    const stop = ticker.start();
    vi.setSystemTime(Date.now());
    vi.advanceTimersByTime(90_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(ticker.now).toBe(90_000);
    stop();
  });
});
