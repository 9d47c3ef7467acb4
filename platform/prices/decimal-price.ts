/** A positive decimal number as text, at most 18 digits on each side of the point: what the hub takes for a price. */
export const decimalPrice = /^(?=.*[1-9])(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?$/
