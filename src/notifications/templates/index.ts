import { frame } from "./frame.ts";
import { goods } from "./goods.ts";
import { letter } from "./letter.ts";

/** Every template by its file name: the letter as HTML and as plain words, and the parts of which it is made. */
export const templates: Readonly<Record<string, string>> = { ...frame, ...goods, ...letter };
