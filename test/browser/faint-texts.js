/**
 * Runs in the page: every text within `selector` that is too faint on the colour behind it, with its ratio.
 */
globalThis.faintTexts = (selector) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  };
  const faint = [];
  for (const element of document.querySelectorAll(`${selector} *`)) {
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === 3 ? node.textContent : ""))
      .join("")
      .trim();
    const style = getComputedStyle(element);
    const hidden = !element.checkVisibility({ visibilityProperty: true }) || style.clipPath !== "none";
    if (!text || hidden || element.closest("[disabled], .unseen, noscript")) continue;
    const [dark, bright] = [luminance(read(style.color)), luminance(behind(element))].sort((a, b) => a - b);
    const ratio = ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return faint;
};
