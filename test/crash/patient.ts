import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LakeliftError } from '../../errors/index.js';
import { readTable } from '../../lake/index.js';
import type { LakeTable } from '../../lake/index.js';
import { openJournal } from '../../migrate/index.js';
import type { TablePlan } from '../../migrate/index.js';
import { migrateFolder } from '../migrate/warehouse.js';
import { openSource, openTarget } from '../../stores/index.js';
import type { SourceStore, TargetStore } from '../../stores/index.js';
import { verifyTable } from '../../verify/index.js';
import type { RecordedFile } from '../../verify/index.js';
import { makeSmallWarehouse } from './warehouse.js';
import type { SmallWarehouse } from './warehouse.js';

/**
 * `found`: reported; `harmless`: every reading gives the source's rows; `refused`: verification reads the source's rows, and DuckDB ends
 * with an error; `silent`: none of these, which must never be.
 */
export type Outcome = 'found' | 'harmless' | 'refused' | 'silent';

/** How DuckDB's errors about a file begin; others are mistakes of this test. */
const REFUSED = /^((Invalid|IO|Invalid Input|Not implemented|Serialization) Error|TProtocolException): /;

/** Columns a filter is tried on, so that statistics that mislead a reader are noticed. */
const COLUMNS = ['id', 'name', 'share', 'pad'];

/** The small warehouse, migrated into a folder: something to damage. Its table `single` is a file copied as it is, uncompressed. */
export class Patient {
  private constructor(
    readonly warehouse: SmallWarehouse,
    readonly lake: string,
    readonly source: SourceStore,
    readonly target: TargetStore,
    readonly plans: ReadonlyMap<string, TablePlan>,
    private readonly wanted: ReadonlyMap<string, string>,
  ) {}

  static async make(base: string): Promise<Patient> {
    const made = await makeSmallWarehouse(join(base, 'warehouse'));
    const single = join(base, 'warehouse/w.db/single/part-0.parquet');
    await made.copyUncompressed('w.db/copied/part-0.parquet', 'w.db/single/part-0.parquet');
    const query = `SELECT id, name, share, pad FROM read_parquet('${single}')`;
    const tables: Readonly<Record<string, string>> = { ...made.tables, single: query };
    const warehouse = { ...made, tables };
    const lake = join(base, 'lake');
    const { plan } = await migrateFolder({ source: warehouse.folder, target: lake });
    const plans = new Map(plan.tables.map((table) => [table.table, table]));
    const source = await openSource(pathToFileURL(warehouse.folder).href);
    const wanted = new Map<string, string>();
    const patient = new Patient(warehouse, lake, source, await openTarget(pathToFileURL(lake).href), plans, wanted);
    for (const name of plans.keys()) wanted.set(name, await patient.#answers(tables[name]!));
    return patient;
  }

  /** Verifies one table of a lake; what passes is read by DuckDB. `recorded` is what the journal knows of the files. */
  async examine(
    table: string,
    lake = this.lake,
    recorded: ReadonlyMap<string, RecordedFile> = new Map(),
  ): Promise<Outcome> {
    const target = await openTarget(pathToFileURL(lake).href);
    try {
      const plan = this.plans.get(table)!;
      const { passed } = await verifyTable({ source: this.source, target, plan, recorded }, 3);
      if (!passed) return 'found';
    } catch (error) {
      if (error instanceof LakeliftError && error.code !== 'INTERNAL') return 'found';
      throw error;
    }
    try {
      return (await this.#reads(table, lake, target)) ? 'harmless' : 'silent';
    } catch (error) {
      if (error instanceof Error && REFUSED.test(error.message)) return 'refused';
      throw error;
    }
  }

  /** What the journal of a lake knows of the files of a table. */
  recordedOf(table: string): Map<string, RecordedFile> {
    const journal = openJournal(join(this.lake, '.lakelift', 'state.db'));
    const outputs = [...journal.outputs(this.plans.get(table)!.id).values()];
    journal.close();
    return new Map(outputs.map(({ path, crc32c }) => [path, crc32c === undefined ? {} : { crc32c }]));
  }

  async #reads(name: string, lake: string, target: TargetStore): Promise<boolean> {
    const table = await readTable(target, `w.db/${name}`);
    if (table === undefined) return false;
    return (await this.#answers(liveRows(table, lake))) === this.wanted.get(name);
  }

  /** All rows in one order, and the counts of filters that let DuckDB skip what statistics rule out. */
  async #answers(query: string): Promise<string> {
    const rows = await this.warehouse.rows(`SELECT * FROM (${query}) ORDER BY ALL`);
    const counts: string[] = [];
    for (const column of COLUMNS) {
      const bounds = `(SELECT min(${column}), max(${column}) FROM (${query}))`;
      const [[min, max] = []] = await this.warehouse.rows(bounds);
      for (const literal of [min, max]) {
        const filter = `${column} = '${String(literal)}'`;
        counts.push(...(await this.warehouse.rows(`SELECT count(*) FROM (${query}) WHERE ${filter}`)).flat());
      }
    }
    return JSON.stringify([rows, counts]);
  }

  async close(): Promise<void> {
    await this.source.close();
    await this.target.close();
    this.warehouse.close();
  }
}

/** The rows as a reader has them that takes columns by the names of the schema. */
function liveRows(table: LakeTable, lake: string): string {
  const parts = table.files.map((file) => {
    const [day] = file.partition;
    const columns = table.schema.fields.map(({ name }) =>
      name === 'day' ? `'${Buffer.from(day as Uint8Array).toString()}' AS day` : `"${name}"`,
    );
    return `SELECT ${columns.join(', ')} FROM read_parquet('${join(lake, file.path)}', hive_partitioning = false)`;
  });
  return parts.join(' UNION ALL ');
}
