import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const inPage = readFileSync(new URL("faint-texts.js", import.meta.url), "utf8");

/**
 * Texts that are too faint on what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 for large letters), each with its
 * ratio. What is disabled or out of sight is left out, as there.
 */
export function faintTexts(page: Page, within: string): Promise<string[]> {
  return page.evaluate(`${inPage}; faintTexts(${JSON.stringify(within)})`);
}
