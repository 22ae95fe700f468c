import type { FileStorage, RowFormat } from '../row-format.js';
import { decodeOrc } from './decode.js';
import { fitOrc } from './fit.js';
import type { OrcMapping } from './fit.js';
import { readOrcTail } from './tail.js';

/** Source: org.apache.orc.OrcConf.FORCE_POSITIONAL_EVOLUTION; Hive reads it from the table's properties as well. */
export const ORC_POSITIONAL = 'orc.force.positional.evolution';

/** ORC files as rows. */
export const orcRows: RowFormat = {
  async check({ bytes, columns, storage }) {
    const tail = await readOrcTail(bytes);
    fitOrc(tail, columns, mappingOf(storage));
    return tail.rowCount;
  },
  async *read({ bytes, columns, storage }) {
    yield* decodeOrc(bytes, await readOrcTail(bytes), columns, mappingOf(storage));
  },
};

const mappingOf = ({ properties }: FileStorage): OrcMapping =>
  properties[ORC_POSITIONAL]?.trim().toLowerCase() === 'true' ? 'position' : 'name';
