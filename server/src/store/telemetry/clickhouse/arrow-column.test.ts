import { expect, test } from 'vitest';
import { type ArrowColumn, BytesWriter, listColumn, textColumn } from './arrow-column.ts';

/** The plain reading of offsets and bytes. */
function rowsOf(column: ArrowColumn): readonly string[] {
  const [offsetBytes, bytes] = column.buffers as [Uint8Array, Uint8Array];
  const offsets = new Int32Array(offsetBytes.buffer, offsetBytes.byteOffset, offsetBytes.byteLength / 4);
  return Array.from({ length: offsets.length - 1 }, (_, row) =>
    Buffer.from(bytes.subarray(offsets[row], offsets[row + 1])).toString('latin1'),
  );
}

test('texts of every length come out as they went in', () => {
  const texts = ['', 'a', 'x'.repeat(47), 'y'.repeat(48), 'z'.repeat(5_000), ''];
  expect(rowsOf(textColumn('t', texts))).toEqual(texts);
});

test('a writer grows beyond the size it was given', () => {
  const writer = new BytesWriter(3, 0);
  const bytes = Buffer.from('0123456789'.repeat(20));
  for (let row = 0; row < 3; row++) {
    writer.write(bytes, 0, 200);
    writer.writeByte(46);
    writer.endRow();
  }
  expect(rowsOf(writer.column('t'))).toEqual(Array.from({ length: 3 }, () => `${bytes.toString()}.`));
});

test('items are parted by a byte that none of them holds', () => {
  expect(rowsOf(listColumn('t', [['a', ''], [], [''], ['b\u00ff']]))).toEqual([
    'a\xff\xff',
    '',
    '\xff',
    'b\xc3\xbf\xff',
  ]);
  const writer = new BytesWriter(1, 16);
  writer.writeItem(Uint8Array.of(0x61, 0xff, 0x62), 0, 3);
  writer.endRow();
  expect(rowsOf(writer.column('t'))).toEqual(['a\xfeb\xff']);
});
