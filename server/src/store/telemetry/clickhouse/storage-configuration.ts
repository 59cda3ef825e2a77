import type { StoreConfig } from '../../config.ts';

/** Name of the storage policy whose files are encrypted. */
export const STORAGE_POLICY = 'sealed';

export interface StorageFiles {
  /** Absolute, for the encrypted files. */
  readonly directory: string;
  /** Absolute, for the tables' logs of tokens. */
  readonly tokenDirectory: string;
  /** Name of the variable of this process that holds the key while the engine opens its disk. */
  readonly keyVariable: string;
  /** Absolute: the only directory that backups are written to and read from. Without it there are none. */
  readonly backupDirectory?: string;
}

/**
 * Configuration of the embedded engine as XML. It names the key's variable and never holds the key.
 *
 * Rows go to the encrypted disk; no part is small enough for the first one. It holds the tables' logs of insert tokens,
 * because an encrypted file keeps its last records in memory: a process that is killed would forget its last tokens, and
 * a repeated append would be kept twice. Those logs hold hashes of tokens and names of parts.
 */
export function storageConfiguration(files: StorageFiles, config: StoreConfig): string {
  const merge = config.backgroundThreads;
  return `<clickhouse>
  <logger><level>none</level></logger>
  <max_server_memory_usage>${config.memoryLimitBytes}</max_server_memory_usage>
  <mark_cache_size>${config.cacheBytes}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>${merge}</background_pool_size>
  <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
  <merge_tree>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
${backupsElement(files)}  <storage_configuration>
    <disks>
      <tokens><type>local</type><path>${escapeXml(files.tokenDirectory)}/</path></tokens>
      <plain><type>local</type><path>${escapeXml(files.directory)}/</path></plain>
      <sealed>
        <type>encrypted</type><disk>plain</disk><path>data/</path>
        <algorithm>AES_256_CTR</algorithm>
        <key_hex id="0" from_env="${files.keyVariable}"/><current_key_id>0</current_key_id>
      </sealed>
    </disks>
    <policies>
      <${STORAGE_POLICY}>
        <volumes>
          <tokens><disk>tokens</disk><max_data_part_size_bytes>1</max_data_part_size_bytes></tokens>
          <rows><disk>sealed</disk></rows>
        </volumes>
        <move_factor>0</move_factor>
      </${STORAGE_POLICY}>
    </policies>
  </storage_configuration>
</clickhouse>
`;
}

function backupsElement({ backupDirectory }: StorageFiles): string {
  if (backupDirectory === undefined) return '';
  return `  <backups><allowed_path>${escapeXml(backupDirectory)}/</allowed_path></backups>\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
