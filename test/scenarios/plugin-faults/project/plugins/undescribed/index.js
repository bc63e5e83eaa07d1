export const sourceType = {};
