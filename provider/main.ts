import { provider } from "@pulumi/pulumi";
import { steps } from "./provider";

void provider.main(steps, process.argv.slice(2));
