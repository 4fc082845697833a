import { existsSync } from "node:fs";

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** The browser that the browser tests drive: CHROMIUM_PATH, or where this system keeps one; null where there is none. */
export function findChromium(): string | null {
  const told = process.env.CHROMIUM_PATH;
  if (told) return told;
  return places[process.platform]?.find((path) => existsSync(path)) ?? null;
}

/** How to get one, for a person. */
export const howToGetChromium =
  "Install Chromium or Chrome (Debian and Ubuntu: apt-get install chromium; macOS: brew install --cask chromium; " +
  "Windows: winget install Google.Chrome), or set CHROMIUM_PATH to one.";
