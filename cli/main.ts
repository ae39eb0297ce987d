#!/usr/bin/env tsx
import { endWithReader } from "./pipes";
import { program } from "./program";
import { reportErrors } from "./report";

endWithReader();
reportErrors(() => program().parseAsync(process.argv));
