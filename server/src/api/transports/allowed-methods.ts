import { catalog } from '@foreshock/contract/catalog.ts';
import { type Operation, routeOf } from '@foreshock/contract/operation.ts';

const answered = Object.values<Operation>(catalog).map((description) => {
  const { method, path } = routeOf(description);
  const segment = path.replaceAll(/[.:]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+');
  // A server that answers GET answers HEAD.
  return { pattern: new RegExp(`^${segment}$`), methods: method === 'GET' ? ['GET', 'HEAD'] : [method] };
});

/** With which methods an operation can be asked under this path; none where there is no such path. */
export function allowedMethods(path: string): string[] {
  return [...new Set(answered.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
}
