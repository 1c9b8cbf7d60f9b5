import { expect, it } from "vitest";
import { toWrong } from "./focus";

it("puts the caret into the first box that is wrong, and leaves it where nothing is", async () => {
  document.body.innerHTML = `<form><input id="a"><div aria-describedby="hint told"><input id="b" aria-invalid="true"><input id="c" aria-invalid="true"></div><p id="told">wrong</p></form>`;
  const form = document.querySelector("form");
  await toWrong(form);
  expect(document.activeElement?.id).toBe("b");
  document.querySelectorAll("[aria-invalid]").forEach((box) => box.removeAttribute("aria-invalid"));
  document.getElementById("a")?.focus();
  await toWrong(form);
  expect(document.activeElement?.id).toBe("a");
});
