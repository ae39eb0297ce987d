import { provider } from "@pulumi/pulumi";
import { endWithParent } from "./orphan";
import { plugin } from "./provider";

endWithParent(process.argv.slice(2));
void provider.main(plugin, process.argv.slice(2));
