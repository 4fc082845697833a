import { DomainError } from "../errors.ts";

/** The `ETag` of a row that counts its versions. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that a staff edit says it is changing.
 * @param header the `If-Match` header
 * @throws if-match-required when it is missing, changed-meanwhile when it is no version of ours
 */
export function versionFrom(header: string | undefined): number {
  if (!header) throw new DomainError("if-match-required", "Send If-Match with the ETag that you read.");
  const match = /^(?:W\/)?"(\d+)"$/.exec(header.trim());
  if (!match) throw changedMeanwhile();
  return Number(match[1]);
}

/** The version that an edit says it is changing, where it need not say so; null without the header. @throws changed-meanwhile */
export function versionIfSent(header: string | undefined): number | null {
  return header === undefined ? null : versionFrom(header);
}

/** A lost race between two edits. */
export function changedMeanwhile(): DomainError {
  return new DomainError("changed-meanwhile", "Somebody else saved this first. Load it again, then make your change.");
}
