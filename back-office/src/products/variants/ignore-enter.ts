import type { KeyboardEvent } from "react";

/** For a field that stands within the product's form without being part of it: Enter in it would save the product. */
export function ignoreEnter(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}
