import { HiveException } from '../failure.js';
import type { ServedMethod } from '../served.js';

/** Methods of Hive 2.3 that change something, by the field id of the MetaException they declare (0: none). */
const WRITES: Readonly<Record<number, string>> = {
  0: `lock check_lock unlock open_txns abort_txn abort_txns commit_txn heartbeat heartbeat_txn_range compact compact2
    add_dynamic_partitions fire_listener_event add_token remove_token remove_master_key put_file_metadata
    cache_file_metadata clear_file_metadata shutdown reinitialize setOption`,
  1: `setMetaConf alter_database create_role drop_role grant_role revoke_role grant_revoke_role grant_privileges
    revoke_privileges grant_revoke_privileges drop_type exchange_partition exchange_partitions add_master_key
    markPartitionForEvent get_delegation_token renew_delegation_token cancel_delegation_token`,
  2: `alter_table alter_table_with_environment_context alter_table_with_cascade alter_partition
    alter_partition_with_environment_context alter_partitions alter_partitions_with_environment_context rename_partition
    alter_index alter_function drop_table drop_table_with_environment_context drop_partition
    drop_partition_with_environment_context drop_partition_by_name drop_partition_by_name_with_environment_context
    drop_partitions_req drop_index_by_name drop_function drop_constraint add_primary_key add_foreign_key
    update_master_key delete_table_column_statistics delete_partition_column_statistics`,
  3: `create_database drop_database create_table create_table_with_environment_context create_table_with_constraints
    create_function create_type add_partition add_partition_with_environment_context add_partitions
    add_partitions_pspec add_partitions_req append_partition append_partition_with_environment_context
    append_partition_by_name append_partition_by_name_with_environment_context add_index set_aggr_stats_for
    update_table_column_statistics update_partition_column_statistics`,
};

function refused(name: string, metaException: number): ServedMethod {
  return {
    name,
    exceptions: metaException === 0 ? {} : { [metaException]: 'Meta' },
    serve() {
      throw new HiveException(
        'Meta',
        `${name}: this catalog is read-only (lakelift catalog serve); to change it, run a Hive Metastore on its file`,
      );
    },
  };
}

/** Every call that would change the catalog, refused with a reason. */
export const REFUSED_METHODS: readonly ServedMethod[] = Object.entries(WRITES).flatMap(([id, names]) =>
  names.split(/\s+/).map((name) => refused(name, Number(id))),
);
