const started = performance.now();
const terminal = process.stdout.isTTY === true;

/** How long, for people: `0.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** Since the command began. */
export const sinceStart = (): string => duration(performance.now() - started);

/** Shows how far a step is, where there is a terminal to show it on. */
export type Progress = (text: string) => void;

/**
 * Does one step of a command and prints a line for it: its title, what `tell` says of the result, and the time it took.
 * Where `tell` answers null there was nothing to do, and no line is printed.
 */
export async function step<Result>(
  title: string,
  work: (progress: Progress) => Promise<Result>,
  tell: (result: Result) => string | null = () => "",
): Promise<Result> {
  const began = performance.now();
  const progress: Progress = (text) => {
    if (terminal) process.stdout.write(`\r\x1b[2K  … ${title} ${text}`);
  };
  const clear = (): void => {
    if (terminal) process.stdout.write("\r\x1b[2K");
  };
  progress("");
  try {
    const result = await work(progress);
    clear();
    const told = tell(result);
    if (told !== null) console.log(`  ✓ ${title}${told && `: ${told}`} (${duration(performance.now() - began)})`);
    return result;
  } catch (error) {
    clear();
    console.log(`  ✗ ${title}`);
    throw error;
  }
}

/** What went wrong and what to do about it, told to the person at the keyboard without a stack. */
export class Stopped extends Error {}
