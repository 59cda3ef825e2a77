// The few functions of the ECMAScript metadata proposal that the certificate library's container asks for when it loads.
type Keyed = Map<unknown, unknown>;

const metadata = new WeakMap<object, Keyed>();

const own = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);

Object.assign(Reflect, {
  getOwnMetadata: own,
  getMetadata(key: unknown, target: object): unknown {
    for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      const found = own(key, at);
      if (found !== undefined) return found;
    }
    return undefined;
  },
  defineMetadata(key: unknown, value: unknown, target: object): void {
    const keyed: Keyed = metadata.get(target) ?? new Map();
    metadata.set(target, keyed.set(key, value));
  },
});
