// Prints all pages of the API's `/products` as one JSON array. An answer that is no success ends the script with an error.
const { PRODUCTS_API, PRODUCTS_TOKEN } = process.env;
const headers = PRODUCTS_TOKEN ? { authorization: `Bearer ${PRODUCTS_TOKEN}` } : {};

const products = [];
for (let url = new URL("/products?page=1", PRODUCTS_API); url; ) {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { items, next } = await response.json();
  products.push(...items);
  url = next ? new URL(next, url) : undefined;
}
console.log(JSON.stringify(products));
