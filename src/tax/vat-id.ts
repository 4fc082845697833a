/**
 * The form and the check digits of VAT identification numbers in the European Union. Forms: European Commission, VIES, frequently
 * asked questions, Q11. Check digits: the algorithms that the member states publish, as the Commission's guide to VAT numbers
 * collects them. A number that passes may still belong to nobody.
 */
interface Form {
  pattern: RegExp;
  /** Whether the check digits fit; true where the form alone is known. */
  fits: (number: string) => boolean;
}

const digitsOf = (text: string): number[] => [...text].map(Number);
const weighed = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
const last = (text: string): number => Number(text.at(-1));
const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index);

/** ISO/IEC 7064, MOD 11,10. */
function fitsMod1110(text: string): boolean {
  const product = digitsOf(text.slice(0, -1)).reduce((before, digit) => (((digit + before) % 10 || 10) * 2) % 11, 10);
  return (11 - product) % 10 === last(text);
}

/** Luhn, ISO/IEC 7812-1 annex B. */
function fitsLuhn(text: string): boolean {
  const sum = digitsOf(text).reduceRight((total, digit, index) => {
    const doubled = (text.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10, letters counted from A = 10. */
function fitsMod97(text: string): boolean {
  return [...text].reduce((rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97, 0) === 1;
}

function fitsAustria(text: string): boolean {
  const sum = digitsOf(text.slice(1, 8)).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 4);
  return (10 - (sum % 10)) % 10 === last(text);
}

function fitsBulgaria(text: string): boolean {
  if (text.length === 10) return true;
  const first = weighed(text, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
  const check = first === 10 ? weighed(text, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 : first;
  return check % 10 === last(text);
}

function fitsCyprus(text: string): boolean {
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  const sum = digitsOf(text.slice(0, 8)).reduce(
    (total, digit, i) => total + (i % 2 === 0 ? (odd[digit] ?? 0) : digit),
    0,
  );
  return String.fromCharCode(65 + (sum % 26)) === text[8];
}

function fitsCzechia(text: string): boolean {
  if (text.length !== 8) return true;
  return (11 - (weighed(text, down(8, 2)) % 11)) % 10 === last(text);
}

/** Of companies the check is a digit or the letter for it; people have the letter of their identity number. */
function fitsSpain(text: string): boolean {
  const person = /^([KLMXYZ]?)(\d{7,8})([A-Z])$/.exec(text);
  if (person) {
    const [, kind = "", number = "", letter] = person;
    const whole = Number(`${{ Y: "1", Z: "2" }[kind] ?? ""}${number}`);
    return "TRWAGMYFPDXBNJZSQVHLCKE"[whole % 23] === letter;
  }
  const number = text.slice(1, 8);
  const sum = digitsOf(number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  return text[8] === String(check) || text[8] === "JABCDEFGHI"[check];
}

/** Keys with letters follow a scheme of their own, of which only the form is checked. */
function fitsFrance(text: string): boolean {
  if (!/^\d{2}/.test(text)) return true;
  return (12 + 3 * (Number(text.slice(2)) % 97)) % 97 === Number(text.slice(0, 2));
}

/** Numbers from before 2013 have a letter or a sign in the second place: their digits are counted in another order. */
function fitsIreland(text: string): boolean {
  const digits = /^\d{7}/.test(text) ? text : `0${text.slice(2, 7)}${text[0]}`;
  const second = text.length === 9 ? 9 * (text.charCodeAt(8) - 64) : 0;
  return "WABCDEFGHIJKLMNOPQRSTUV"[(weighed(digits, down(8, 2)) + second) % 23] === text[7];
}

function fitsLithuania(text: string): boolean {
  const length = text.length - 1;
  const weights = (from: number) => Array.from({ length }, (_, index) => ((index + from - 1) % 9) + 1);
  const first = weighed(text, weights(1)) % 11;
  const check = first === 10 ? weighed(text, weights(3)) % 11 : first;
  return check % 10 === last(text);
}

/** People are named by their day of birth; only companies, from 4 on, have a check digit. */
function fitsLatvia(text: string): boolean {
  if (/^[0-3]/.test(text)) return true;
  const check = 3 - (weighed(text, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11);
  return (check < -1 ? check + 11 : check) === last(text);
}

function fitsNetherlands(text: string): boolean {
  const byEleven = weighed(text, down(9, 2)) % 11 === Number(text[8]);
  return byEleven || fitsMod97(`NL${text}`);
}

function fitsRomania(text: string): boolean {
  const padded = text.padStart(10, "0");
  return ((weighed(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(padded);
}

/** A number whose check would be eleven is never given out. */
function fitsSlovenia(text: string): boolean {
  const rest = weighed(text, down(8, 2)) % 11;
  return rest !== 0 && (11 - rest) % 10 === last(text);
}

const forms: Readonly<Record<string, Form>> = {
  AT: { pattern: /^U\d{8}$/, fits: fitsAustria },
  BE: { pattern: /^[01]\d{9}$/, fits: (text) => 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8)) },
  BG: { pattern: /^\d{9,10}$/, fits: fitsBulgaria },
  CY: { pattern: /^\d{8}[A-Z]$/, fits: fitsCyprus },
  CZ: { pattern: /^\d{8,10}$/, fits: fitsCzechia },
  DE: { pattern: /^[1-9]\d{8}$/, fits: fitsMod1110 },
  DK: { pattern: /^\d{8}$/, fits: (text) => weighed(text, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: { pattern: /^\d{9}$/, fits: (text) => weighed(text, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: {
    pattern: /^\d{9}$/,
    fits: (text) => (weighed(text, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(text),
  },
  ES: { pattern: /^(?:[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, fits: fitsSpain },
  FI: { pattern: /^\d{8}$/, fits: (text) => weighed(text, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { pattern: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, fits: fitsFrance },
  HR: { pattern: /^\d{11}$/, fits: fitsMod1110 },
  HU: { pattern: /^\d{8}$/, fits: (text) => weighed(text, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0 },
  IE: { pattern: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/, fits: fitsIreland },
  IT: { pattern: /^\d{11}$/, fits: fitsLuhn },
  LT: { pattern: /^(?:\d{9}|\d{12})$/, fits: fitsLithuania },
  LU: { pattern: /^\d{8}$/, fits: (text) => Number(text.slice(0, 6)) % 89 === Number(text.slice(6)) },
  LV: { pattern: /^\d{11}$/, fits: fitsLatvia },
  MT: { pattern: /^\d{8}$/, fits: (text) => 37 - (weighed(text, [3, 4, 6, 7, 8, 9]) % 37) === Number(text.slice(6)) },
  NL: { pattern: /^\d{9}B\d{2}$/, fits: fitsNetherlands },
  PL: { pattern: /^\d{10}$/, fits: (text) => weighed(text, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(text) },
  PT: { pattern: /^\d{9}$/, fits: (text) => ((11 - (weighed(text, down(9, 2)) % 11)) % 11) % 10 === last(text) },
  RO: { pattern: /^[1-9]\d{1,9}$/, fits: fitsRomania },
  SE: { pattern: /^\d{10}01$/, fits: (text) => fitsLuhn(text.slice(0, 10)) },
  SI: { pattern: /^[1-9]\d{7}$/, fits: fitsSlovenia },
  SK: { pattern: /^[1-9]\d{9}$/, fits: (text) => Number(text) % 11 === 0 },
};

/** The member states whose numbers are known, as numbers name them: Greece is EL. */
export const vatIdCountries: readonly string[] = Object.keys(forms);

/**
 * A VAT identification number as it is kept: capitals and digits alone.
 * @returns null where it is none of the European Union, or its check digits do not fit
 */
export function readVatId(text: string): string | null {
  const plain = text.toUpperCase().replaceAll(/[\s.-]/g, "");
  const country = plain.slice(0, 2);
  const form = Object.hasOwn(forms, country) ? forms[country] : undefined;
  const number = plain.slice(2);
  return form?.pattern.test(number) && form.fits(number) ? plain : null;
}
