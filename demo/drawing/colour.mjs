// Colour arithmetic in OKLab, where equal steps look equal: shades of one glaze stay the same glaze.
// Formulas: https://bottosson.github.io/posts/oklab/

const toLinear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const toGamma = (v) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

function toLab(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (v) => Math.round(255 * Math.min(1, Math.max(0, toGamma(Math.max(0, v)))));
  return `#${rgb.map((v) => byte(v).toString(16).padStart(2, "0")).join("")}`;
}

/** The colour moved in lightness by `step` (-1 to 1). Light turns a little warm and shadow a little cool, as daylight does. */
export function tone(hex, step) {
  const [L, a, b] = toLab(hex);
  const fade = step > 0 ? 1 - step * 0.9 : 1 - Math.abs(step) * 0.35;
  return toHex([Math.min(0.99, Math.max(0.06, L + step)), a * fade, b * fade + step * 0.03]);
}

/** The colour a `share` (0 to 1) of the way from one to the other. */
export function mix(from, to, share) {
  const [x, y] = [toLab(from), toLab(to)];
  return toHex(x.map((v, i) => v + (y[i] - v) * share));
}
