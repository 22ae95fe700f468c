import { memberName } from '../beside.js';
import type { Role } from '../beside.js';
import type { Metastore } from '../model.js';
import type { MetastoreWriter } from '../thrift/writer.js';

/** Makes the roles that grants are for, with those who have them; each once, when the first grant needs it. */
export class RolesPushed {
  readonly #source: Metastore;
  readonly #target: Metastore;
  readonly #writer: MetastoreWriter;
  readonly #done = new Set<string>();
  #known: Promise<readonly [source: readonly Role[], target: readonly Role[]]> | undefined;

  constructor(source: Metastore, target: Metastore, writer: MetastoreWriter) {
    this.#source = source;
    this.#target = target;
    this.#writer = writer;
  }

  /** Nothing where the source does not tell of the role: the grant then says what it lacks. Throws IO when the server refuses. */
  async ensure(name: string): Promise<void> {
    if (this.#done.has(name)) return;
    this.#known ??= Promise.all([this.#source.roles(), this.#target.roles()]).then(
      ([source, target]) => [source.roles, target.roles] as const,
    );
    const [wanted, there] = (await this.#known).map((roles) => roles.find((role) => role.name === name));
    if (wanted === undefined) return;
    if (there === undefined) await this.#writer.createRole(name);
    const has = new Set(there?.members.map(memberName));
    for (const member of wanted.members) if (!has.has(memberName(member))) await this.#writer.addMember(name, member);
    this.#done.add(name);
  }
}
