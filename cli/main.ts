#!/usr/bin/env tsx
import { Command } from "commander";
import { clusterCommand } from "./cluster/command";
import { planCommand } from "./plan";
import { reportErrors } from "./report";
import { statusCommand } from "./status/command";
import { workflowCommand } from "./workflow";

/** The `flotilla` command. Reading commands print on stdout; warnings and errors go to stderr; exit code 1 means failed. */
const program = new Command("flotilla")
  .description("Deliver one application to many Kubernetes clusters.")
  .showHelpAfterError("(flotilla --help lists the commands)")
  .addCommand(clusterCommand())
  .addCommand(planCommand())
  .addCommand(statusCommand())
  .addCommand(workflowCommand());

reportErrors(() => program.parseAsync(process.argv));
