import { isRetryable, type Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { comparePositions } from './stream-position.ts';
import type { AcceptedKeys, Delivery, ReceivedRequest, StreamConsumer, StreamPublisher } from './telemetry-stream.ts';

/** One stream and its two sides, each of which may be closed and opened again. */
export interface StreamUnderTest {
  openPublisher(settings?: { readonly maxBacklogBytes: number }): Promise<StreamPublisher>;
  openConsumer(): Promise<StreamConsumer>;
  /** After the sides were closed. */
  remove(): Promise<void>;
}

export interface StreamContractOptions {
  readonly name: string;
  readonly create: () => Promise<StreamUnderTest>;
}

const RECEIVED_AT = 1_750_000_000_000;

/** A request that differs from others by its text. */
export function requestOf(text: string, change: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    tenant: 'acme' as TenantId,
    signal: 'logs',
    format: 'protobuf',
    encoding: 'identity',
    receivedAt: RECEIVED_AT,
    refused: 0,
    body: new TextEncoder().encode(text),
    ...change,
  };
}

export function textOf(delivery: Delivery): string {
  return new TextDecoder().decode(delivery.request.body);
}

/** Consumes and resolves with the first `count` deliveries. */
export function takeDeliveries(consumer: StreamConsumer, count: number): Promise<Delivery[]> {
  const taken: Delivery[] = [];
  return new Promise((resolve, reject) => {
    const handle = async (delivery: Delivery): Promise<void> => {
      taken.push(delivery);
      if (taken.length === count) resolve(taken);
    };
    consumer.consume(handle).catch(reject);
  });
}

export function expectValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** What every stream must do, whatever carries it. */
export function describeTelemetryStream({ name, create }: StreamContractOptions): void {
  describe(`telemetry stream: ${name}`, () => {
    let stream: StreamUnderTest;
    let opened: { close(): Promise<void> }[] = [];
    const openPublisher = async (settings?: { readonly maxBacklogBytes: number }): Promise<StreamPublisher> => {
      const publisher = await stream.openPublisher(settings);
      opened.push(publisher);
      return publisher;
    };
    const openConsumer = async (): Promise<StreamConsumer> => {
      const consumer = await stream.openConsumer();
      opened.push(consumer);
      return consumer;
    };
    beforeEach(async () => {
      stream = await create();
    });
    afterEach(async () => {
      await Promise.all(opened.map((side) => side.close()));
      opened = [];
      await stream.remove();
    });

    test('a request arrives with every field and byte as it was published', async () => {
      const publisher = await openPublisher();
      const request = requestOf('', {
        tenant: 'tenant-2' as TenantId,
        signal: 'traces',
        format: 'json',
        encoding: 'zstd',
        refused: 7,
        body: Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31) & 255),
      });
      const position = expectValue(await publisher.publish(request));
      const [delivery] = await takeDeliveries(await openConsumer(), 1);
      expect(delivery!.position).toBe(position);
      expect({ ...delivery!.request, body: Buffer.from(delivery!.request.body) }).toEqual({
        ...request,
        body: Buffer.from(request.body),
      });
    });

    test('requests published at once arrive once each, in the order of their positions', async () => {
      const publisher = await openPublisher();
      const texts = Array.from({ length: 200 }, (_, index) => `request ${index}`);
      const results = await Promise.all(texts.map((text) => publisher.publish(requestOf(text))));
      const positions = results.map(expectValue);
      const deliveries = await takeDeliveries(await openConsumer(), texts.length);
      expect(deliveries.map(textOf)).toEqual(texts);
      expect(deliveries.map(({ position }) => position)).toEqual(positions);
      expect([...positions].sort(comparePositions)).toEqual(positions);
      expect(new Set(positions).size).toBe(positions.length);
    });

    test('a consumer that waits is told of what is published later', async () => {
      const consumer = await openConsumer();
      const taking = takeDeliveries(consumer, 2);
      const publisher = await openPublisher();
      expectValue(await publisher.publish(requestOf('first')));
      expectValue(await publisher.publish(requestOf('second')));
      expect((await taking).map(textOf)).toEqual(['first', 'second']);
    });

    test('after a restart all that was not committed comes again, and nothing else', async () => {
      const publisher = await openPublisher();
      for (const text of ['one', 'two', 'three', 'four']) expectValue(await publisher.publish(requestOf(text)));
      const before = await openConsumer();
      const deliveries = await takeDeliveries(before, 4);
      expectValue(await before.commit(deliveries[1]!.position));
      await before.close();

      const after = await openConsumer();
      expect((await takeDeliveries(after, 2)).map(textOf)).toEqual(['three', 'four']);
    });

    test('a commit of what is already committed changes nothing', async () => {
      const publisher = await openPublisher();
      for (const text of ['one', 'two']) expectValue(await publisher.publish(requestOf(text)));
      const consumer = await openConsumer();
      const [one, two] = await takeDeliveries(consumer, 2);
      expectValue(await consumer.commit(two!.position));
      expectValue(await consumer.commit(one!.position));
      expect(consumer.backlog().requests).toBe(0);
    });

    test('what is committed is known, after a restart too', async () => {
      const publisher = await openPublisher();
      for (const text of ['one', 'two']) expectValue(await publisher.publish(requestOf(text)));
      const before = await openConsumer();
      const [one, two] = await takeDeliveries(before, 2);
      expectValue(await before.commit(one!.position));
      await before.close();
      const after = await openConsumer();
      expect([after.isCommitted(one!.position), after.isCommitted(two!.position)]).toEqual([true, false]);
    });

    test('a delivery whose handle rejects comes again before the next one', async () => {
      const publisher = await openPublisher();
      for (const text of ['one', 'two']) expectValue(await publisher.publish(requestOf(text)));
      const consumer = await openConsumer();
      const seen: string[] = [];
      await new Promise<void>((resolve, reject) => {
        const handle = async (delivery: Delivery): Promise<void> => {
          seen.push(textOf(delivery));
          if (seen.length === 1) throw new Error('the store is away');
          if (seen.length === 3) resolve();
        };
        consumer.consume(handle).catch(reject);
      });
      expect(seen).toEqual(['one', 'one', 'two']);
    });

    test('the same bytes published again are the same request, also while the first is on its way', async () => {
      const publisher = await openPublisher();
      const first = publisher.publish(requestOf('same'));
      const second = publisher.publish(requestOf('same'));
      const position = expectValue(await first);
      expect(expectValue(await second)).toBe(position);
      expect(expectValue(await publisher.publish(requestOf('same')))).toBe(position);
      expectValue(await publisher.publish(requestOf('other')));
      expect((await takeDeliveries(await openConsumer(), 2)).map(textOf)).toEqual(['same', 'other']);
    });

    test('the same bytes are the same request after the publisher was opened again', async () => {
      const before = await openPublisher();
      const position = expectValue(await before.publish(requestOf('same')));
      await before.close();
      const after = await openPublisher();
      expect(expectValue(await after.publish(requestOf('same')))).toBe(position);
    });

    test('the same bytes of another tenant or signal are another request', async () => {
      const publisher = await openPublisher();
      const requests = [
        requestOf('same'),
        requestOf('same', { tenant: 'other' as TenantId }),
        requestOf('same', { signal: 'metrics' }),
      ];
      const positions: string[] = [];
      for (const request of requests) positions.push(expectValue(await publisher.publish(request)));
      expect(new Set(positions).size).toBe(3);
    });

    test('positions go on growing after the publisher was opened again', async () => {
      const before = await openPublisher();
      const first = expectValue(await before.publish(requestOf('first')));
      await before.close();
      const after = await openPublisher();
      const second = expectValue(await after.publish(requestOf('second')));
      expect(comparePositions(first, second)).toBeLessThan(0);
      expect((await takeDeliveries(await openConsumer(), 2)).map(textOf)).toEqual(['first', 'second']);
    });

    test('the backlog counts what is not committed', async () => {
      const publisher = await openPublisher();
      for (const text of ['one', 'two', 'three']) expectValue(await publisher.publish(requestOf(text)));
      const consumer = await openConsumer();
      const deliveries = await takeDeliveries(consumer, 3);
      const full = consumer.backlog();
      expect(full).toMatchObject({ requests: 3, oldestReceivedAt: RECEIVED_AT, damaged: [] });
      expect(full.bytes).toBeGreaterThan(9);
      expectValue(await consumer.commit(deliveries[0]!.position));
      expect(consumer.backlog().requests).toBe(2);
      expect(consumer.backlog().bytes).toBeLessThan(full.bytes);
      expectValue(await consumer.commit(deliveries[2]!.position));
      expect(consumer.backlog()).toEqual({ requests: 0, bytes: 0, oldestReceivedAt: undefined, damaged: [] });
    });

    test('a full backlog refuses for now, and takes requests again once it was applied', async () => {
      const publisher = await openPublisher({ maxBacklogBytes: 2 ** 20 });
      const big = (seed: number): ReceivedRequest => requestOf('', { body: new Uint8Array(600_000).fill(seed) });
      expectValue(await publisher.publish(big(1)));
      expectValue(await publisher.publish(big(2)));
      const refused = await publisher.publish(big(3));
      expect(refused.ok).toBe(false);
      expect(!refused.ok && isRetryable(refused.error)).toBe(true);

      const consumer = await openConsumer();
      const deliveries = await takeDeliveries(consumer, 2);
      expectValue(await consumer.commit(deliveries[1]!.position));
      await expect.poll(async () => (await publisher.publish(big(3))).ok, { timeout: 30_000 }).toBe(true);
    });

    test('a closed publisher refuses for now', async () => {
      const publisher = await openPublisher();
      await publisher.close();
      const refused = await publisher.publish(requestOf('late'));
      expect(!refused.ok && isRetryable(refused.error)).toBe(true);
    });

    test('accepted keys reach a publisher that listens before, and one that is opened later', async () => {
      const list = (issuedAt: number): AcceptedKeys => ({
        issuedAt,
        keys: [{ id: 'key_1', hash: 'ab'.repeat(32), tenant: 'acme' as TenantId, signals: ['logs'] }],
      });
      const early = await openPublisher();
      const seen: AcceptedKeys[] = [];
      early.onAcceptedKeys((keys) => seen.push(keys));
      expect(seen).toEqual([]);
      const consumer = await openConsumer();
      for (const issuedAt of [1, 2]) {
        expectValue(await consumer.publishAcceptedKeys(list(issuedAt)));
        await expect.poll(() => seen.at(-1), { timeout: 30_000 }).toEqual(list(issuedAt));
      }
      await early.close();

      const late = await openPublisher();
      const seenLate: AcceptedKeys[] = [];
      late.onAcceptedKeys((keys) => seenLate.push(keys));
      expect(seenLate).toEqual([list(2)]);
    });
  });
}
