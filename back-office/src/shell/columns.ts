/** A column of figures: they stand under each other, digit under digit. */
export const toTheRight = { sx: { textAlign: "right", fontVariantNumeric: "tabular-nums" } } as const;
