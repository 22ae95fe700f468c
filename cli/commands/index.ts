import type { CommandSpec } from '../command.js';
import { benchCompareCommand } from './bench-compare.js';
import { benchMakeCommand } from './bench-make.js';
import { benchRunCommand } from './bench-run.js';
import { catalogDiffCommand } from './catalog-diff.js';
import { catalogPushCommand } from './catalog-push.js';
import { catalogExportCommand } from './catalog-export.js';
import { catalogServeCommand } from './catalog-serve.js';
import { catalogUpgradeCommand } from './catalog-upgrade.js';
import { cutoverCommand } from './cutover.js';
import { compactCommand } from './compact.js';
import { syncCommand } from './sync.js';
import { demoCommand } from './demo.js';
import { expireCommand } from './expire.js';
import { orphansCommand } from './orphans.js';
import { doctorCommand } from './doctor.js';
import { migrateCommand } from './migrate.js';
import { planCommand } from './plan.js';
import { readCommand } from './read.js';
import { reportCommand } from './report.js';
import { verifyCommand } from './verify.js';

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  planCommand,
  migrateCommand,
  verifyCommand,
  syncCommand,
  compactCommand,
  expireCommand,
  orphansCommand,
  readCommand,
  reportCommand,
  doctorCommand,
  cutoverCommand,
  catalogExportCommand,
  catalogDiffCommand,
  catalogPushCommand,
  catalogServeCommand,
  catalogUpgradeCommand,
  benchRunCommand,
  benchCompareCommand,
  benchMakeCommand,
  demoCommand,
];
