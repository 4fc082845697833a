import type { LocalSettings } from "./settings.ts";
import type { Progress } from "./steps.ts";

export async function ensureDemoStaff(_url: string, _settings: LocalSettings): Promise<void> {}
export async function seedDemoStore(
  _url: string,
  _settings: LocalSettings,
  _progress: Progress,
): Promise<{ products: number; pictures: number } | null> {
  return null;
}
