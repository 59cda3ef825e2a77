import type { ValueToSend } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Random } from './random.ts';
import type { CallNode, RequestNode } from './sample-request.ts';

/** The line that a service writes when a request went well, each in the manner of its language and its authors. */
export function requestLine(node: RequestNode, random: Random): ValueToSend {
  const { service, spec } = node.operation;
  const ms = node.durationMs;
  const user = random.whole(10_000, 99_999);
  const id = () => (random.bits() >>> 0).toString(16).padStart(8, '0');
  switch (service.spec.name) {
    case 'web': {
      const path = spec.target.replace('{id}', String(random.whole(1_000, 9_999)));
      const status = spec.method === 'POST' ? 201 : 200;
      return `${clientAddress(random)} "${spec.method} ${path}" ${status} ${random.whole(800, 24_000)} ${ms.toFixed(1)}ms`;
    }
    case 'cart':
      return spec.method === 'GET'
        ? `msg="cart loaded" user_id=${user} items=${random.whole(0, 9)} duration_ms=${ms.toFixed(2)}`
        : `msg="item added" user_id=${user} sku=${sku(random)} quantity=${random.whole(1, 4)} duration_ms=${ms.toFixed(2)}`;
    case 'checkout':
      return `Checkout ${id()} of user ${user} completed: ${random.whole(1, 7)} items, ${money(random)} EUR in ${Math.round(ms)} ms`;
    case 'payments':
      return {
        event: 'payment_authorized',
        payment_id: `pay_${id()}`,
        amount_cents: random.whole(490, 42_000),
        currency: 'EUR',
        provider: random.pick(['acme-pay', 'northbank']),
        duration_ms: Math.round(ms),
      };
    case 'catalog':
      return spec.target.includes('{id}')
        ? `Product ${random.whole(1_000, 9_999)} served from ${random.pick(['cache', 'database'])} in ${ms.toFixed(1)} ms`
        : `Served ${random.whole(8, 48)} products of category ${random.pick(CATEGORIES)} in ${ms.toFixed(1)} ms`;
    case 'search':
      return `query "${random.pick(WORDS)} ${random.pick(CATEGORIES)}" took [${Math.round(ms)}ms], hits [${random.whole(0, 900)}], shards [3/3]`;
    case 'recommendations':
      return `recommended ${random.whole(4, 12)} items for user ${user} with model als-${random.pick(['2026-05', '2026-06'])} in ${ms.toFixed(1)} ms`;
    case 'orders':
      return `order ${id()} accepted, published to ${spec.target.slice(1)}-${random.whole(0, 5)} offset=${random.whole(1e6, 9e6)}`;
    case 'orders-queue':
      return `Processed message orders-${random.whole(0, 5)}@${random.whole(1e6, 9e6)} in ${Math.round(ms)} ms`;
    case 'email':
      return `sent order-confirmation to user${user}@example.com via smtp.shop.example, message-id <${id()}@shop.example>`;
    case 'inventory':
      return `reserved ${random.whole(1, 4)} of ${sku(random)} in warehouse ${random.pick(['FRA1', 'AMS2', 'MAD1'])}, ${random.whole(3, 900)} left`;
    default:
      return `${spec.name} done in ${ms.toFixed(1)} ms`;
  }
}

const CATEGORIES = ['shoes', 'lamps', 'bags', 'garden', 'kitchen', 'toys', 'books'];
const WORDS = ['blue', 'small', 'wooden', 'summer', 'used', 'red', 'light'];

function sku(random: Random): string {
  return `SKU-${random.whole(10_000, 99_999)}`;
}

function money(random: Random): string {
  return random.between(4, 420).toFixed(2);
}

function clientAddress(random: Random): string {
  return `203.0.113.${random.whole(1, 254)}`;
}

/** A retry that the caller makes after a failed attempt. */
export function retryLine(call: CallNode): string {
  const { service, spec } = call.callee;
  return `retrying ${spec.name} on ${service.spec.name} after ${call.outcome}, attempt ${call.attempt + 2}`;
}

interface CodePlace {
  readonly path: string;
  readonly line: number;
  readonly function: string;
}

/** Where in the code a service of a compiled language writes its failures. */
const PLACES: Readonly<Record<string, CodePlace>> = {
  cart: { path: 'internal/store/postgres.go', line: 88, function: 'store.(*Carts).acquire' },
  orders: { path: 'internal/orders/service.go', line: 141, function: 'orders.(*Service).Place' },
  inventory: { path: 'internal/stock/reserve.go', line: 63, function: 'stock.Reserve' },
  checkout: {
    path: 'src/main/java/shop/checkout/CheckoutService.java',
    line: 212,
    function: 'shop.checkout.CheckoutService.complete',
  },
  catalog: {
    path: 'src/main/java/shop/catalog/ProductRepository.java',
    line: 57,
    function: 'shop.catalog.ProductRepository.find',
  },
};

export function codeAttributes(service: string): Record<string, string | number> {
  const place = PLACES[service];
  if (!place) return {};
  return { 'code.file.path': place.path, 'code.line.number': place.line, 'code.function.name': place.function };
}
