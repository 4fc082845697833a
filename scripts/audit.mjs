/**
 * `npm run audit`: asks a running store whether its books hold: stock against its ledger, orders against their lines, money against
 * what is owed, and whether what happened was told. Ends with 1 where something does not.
 *
 *   SOUK_URL                                    the store; http://localhost:8787 where it is not set
 *   SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD       the staff sign-in; from .dev.vars where they are not set
 */
import { counted, signIn } from "./staff-call.mjs";

const call = await signIn();
const { rules, findings } = await (await call("/api/v1/audit")).json();
const broken = new Map(findings.map(({ rule, broken_by }) => [rule, broken_by]));
for (const rule of rules) {
  const by = broken.get(rule);
  console.log(
    `${by ? "✗" : "✓"} ${rule}${by ? `: ${by.slice(0, 10).join(", ")}${by.length > 10 ? " and more" : ""}` : ""}`,
  );
}
if (findings.length > 0) {
  console.error(
    `\n${counted(findings.length, "rule")} of ${rules.length} broken. Each is a defect, or somebody's hand in the database.`,
  );
  process.exit(1);
}
console.log(`\nThe books hold: ${counted(rules.length, "rule")}, nothing found.`);
