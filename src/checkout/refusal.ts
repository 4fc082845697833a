/** What a refused buyer is told: not which rule it was. */
export const refusedReason = "We could not accept this order.";
