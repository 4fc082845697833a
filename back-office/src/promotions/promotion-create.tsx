export { PromotionCreate as default } from "./promotion-page.tsx";
