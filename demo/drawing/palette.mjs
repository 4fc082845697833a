// The glazes, dyes, woods and metals of the shop.

export const INK = "#2f4253";
export const CHALK = "#ece5d8";
export const CLAY = "#c0704a";
export const SAGE = "#8d9b7b";
export const SAFFRON = "#d99a34";
export const ROSE = "#c98d83";
export const FOREST = "#3f5a47";
export const OAT = "#d8c7a8";
export const DUSK = "#7f96a6";
export const COBALT = "#2e5a9e";
export const PLUM = "#6d3f52";
export const CHARCOAL = "#3b3a3a";
export const OLIVE_WOOD = "#b98a52";
export const WALNUT = "#6f4a31";
export const BEECH = "#d3a873";
export const BRASS = "#c09a52";
export const COPPER = "#b9693f";
export const STEEL = "#aeb2b4";
export const TERRACOTTA = "#c27650";
export const STRAW = "#c9a36a";
