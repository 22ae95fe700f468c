import type { ByteSource } from '../byte-source.js';
import type { FileStorage, RowFormat, RowInput } from '../row-format.js';
import { decodeOrc } from './decode.js';
import { fitOrc } from './fit.js';
import type { OrcMapping, OrcNode } from './fit.js';
import { orcForm } from './form.js';
import { whyOrcConverted } from './keep.js';
import { readStripeFooter } from './stripe.js';
import { readOrcTail } from './tail.js';
import type { OrcTail } from './tail.js';
import { writerZoneName } from './timestamps.js';

/**
 * Source: org.apache.orc.OrcConf.FORCE_POSITIONAL_EVOLUTION. Set on a table, it reaches the reader through the job's configuration, into
 * which org.apache.hadoop.hive.ql.exec.Utilities.copyTablePropertiesToConf copies all properties of the table.
 */
export const ORC_POSITIONAL = 'orc.force.positional.evolution';

/** ORC files as rows. */
export const orcRows: RowFormat = {
  async check({ bytes, columns, storage }) {
    const tail = await readOrcTail(bytes);
    const nodes = fitOrc(tail, columns, mappingOf(storage));
    if (tail.writerVersion < NAMES_ZONE) await requireZone(bytes, tail, nodes);
    return tail.rowCount;
  },
  async *read({ bytes, columns, storage }) {
    yield* decodeOrc(bytes, await readOrcTail(bytes), columns, mappingOf(storage));
  },
};

/**
 * How an ORC file can stand in the lake: decoded, and why; as it is, and why alone; as it is, or merged with those of the same form.
 */
export type OrcStand = { readonly decoded: string } | { readonly alone: string } | { readonly form: string };

/** How an ORC file can stand in the lake. Throws as `check` does. */
export async function orcStand({ bytes, columns, storage }: RowInput): Promise<OrcStand> {
  if (mappingOf(storage) === 'position') return { decoded: 'its columns go by position' };
  const tail = await readOrcTail(bytes);
  const decoded = whyOrcConverted(tail, columns);
  if (decoded !== undefined) return { decoded };
  const form = orcForm(tail);
  return 'form' in form ? form : { alone: form.why };
}

/** HIVE_12055: from this version on, stripes name the time zone of their writer. Others may, since HIVE-8746. */
const NAMES_ZONE = 3;

/** Throws REFUSED when timestamps are wanted of a file that does not name their zone. */
async function requireZone(bytes: ByteSource, tail: OrcTail, nodes: readonly (OrcNode | undefined)[]): Promise<void> {
  const stripe = tail.stripes.find(({ rowCount }) => rowCount > 0);
  const wanted = nodes.some((node) => node !== undefined && hasTimestamps(node));
  if (wanted && stripe !== undefined) writerZoneName(await readStripeFooter(bytes, tail, stripe));
}

function hasTimestamps({ file, children }: OrcNode): boolean {
  return file.kind === 'TIMESTAMP' || children.some((child) => child !== undefined && hasTimestamps(child));
}

const mappingOf = ({ properties }: FileStorage): OrcMapping =>
  properties[ORC_POSITIONAL]?.trim().toLowerCase() === 'true' ? 'position' : 'name';
