// The shop's catalogue as an API with two products per page. `PORT` says where it listens (8080), `PRODUCTS_TOKEN` what it asks for.
import { createServer } from "node:http";

const PAGE = 2;
const PRODUCTS = [
  { sku: "0071", title: "Mug “Tide”", category: "Kitchen" },
  { sku: "0105", title: "Kayak paddle", category: "Outdoors" },
  { sku: "0212", title: "Dry bag, 40 l", category: "Outdoors" },
  { sku: "0300", title: "Tea towel, linen", category: "Kitchen" },
  { sku: "0301", title: "Café press", category: "Kitchen" },
];
const { PORT = "8080", PRODUCTS_TOKEN } = process.env;

const server = createServer((request, response) => {
  if (PRODUCTS_TOKEN && request.headers.authorization !== `Bearer ${PRODUCTS_TOKEN}`) {
    response.writeHead(401).end();
    return;
  }
  const page = Number(new URL(request.url, "http://localhost").searchParams.get("page") ?? "1");
  const items = PRODUCTS.slice((page - 1) * PAGE, page * PAGE);
  const next = page * PAGE < PRODUCTS.length ? `/products?page=${page + 1}` : null;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ items, next }));
});
server.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
