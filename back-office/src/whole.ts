/**
 * Keeps a row that was read by itself apart from the row of a list, which holds less: react-admin would otherwise show the
 * list's until the other has come. It goes with every query and change of one row.
 */
export const whole = { meta: { whole: true } };
