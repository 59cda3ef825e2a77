import { ByteWriter } from './byte-writer.ts';
import type { MessageTable } from './message-tables.ts';
import { renderMessage } from './render-message.ts';
import type { WireReader } from './wire.ts';

/** What `[]` takes at the front of `out`, for all records that have none. */
const NONE = 2;

/** Events, links or exemplars of one record after another, each as a JSON list in one buffer. */
export class JsonList {
  readonly out = new ByteWriter(512);
  /** True once a value was nested too deep and was cut. */
  cut = false;
  /** The list of the record at hand, once `close` was called. */
  start = 0;
  end = NONE;
  readonly #message: MessageTable;
  #isOpen = false;

  constructor(message: MessageTable) {
    this.#message = message;
    this.out.text('[]');
  }

  begin(): void {
    this.start = 0;
    this.end = NONE;
    this.#isOpen = false;
  }

  /** The reader stands before the length of a message. */
  read(reader: WireReader): void {
    if (this.#isOpen) this.out.text(',');
    else {
      this.#isOpen = true;
      this.start = this.out.at;
      this.out.text('[');
    }
    const outer = reader.enter();
    if (renderMessage(reader, this.#message, this.out)) this.cut = true;
    reader.leave(outer);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.out.text(']');
    this.end = this.out.at;
  }

  /** Forgets the list of the record at hand. */
  refuse(): void {
    if (this.#isOpen) this.out.at = this.start;
  }

  isEmpty(): boolean {
    return !this.#isOpen;
  }
}
