// Runs before every unit test of the screen: adds the matchers that speak of the page (toBeVisible, toHaveFocus …).
import "@testing-library/jest-dom/vitest";
