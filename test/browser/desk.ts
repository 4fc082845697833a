import { type Browser, chromium, type Page } from "playwright-core";
import type { Address } from "../journeys/store.ts";
import { Office } from "./office.ts";

/** Somebody of the staff at the back office, in a tab of a browser, signed in. */
export class Desk {
  readonly page: Page;
  /** What the browser complained of: scripts that failed, and what the page's own policy forbade. */
  complaints: string[] = [];
  readonly #office: Office;
  readonly #browser: Browser;

  private constructor(office: Office, browser: Browser, page: Page) {
    this.#office = office;
    this.#browser = browser;
    this.page = page;
    page.on("pageerror", (failure) => this.complaints.push(failure.message));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) this.complaints.push(message.text());
    });
  }

  /** @param timezone the one that the person lives in */
  static async open(store: Address, executablePath: string, timezone: string): Promise<Desk> {
    const office = await Office.open(store.url);
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      timezoneId: timezone,
    });
    // A machine that runs all tests at once may be slow.
    context.setDefaultTimeout(45_000);
    const desk = new Desk(office, browser, await context.newPage());
    await desk.page.goto(office.url);
    await desk.page.getByLabel("E-mail address").fill(store.staffEmail);
    await desk.page.getByLabel("Password").fill(store.staffPassword);
    await desk.page.getByRole("button", { name: "Sign in" }).click();
    await desk.page.getByRole("heading", { name: "Hello, Staff" }).waitFor();
    return desk;
  }

  /** Opens a screen as a link within the back office would, and waits until it is there. */
  async go(path: string, heading: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(path)}`);
    await this.page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#office.close();
  }
}
