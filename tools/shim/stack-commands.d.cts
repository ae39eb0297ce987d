/** Names the socket at which one process runs commands of the engine's about stacks and configuration. */
export declare const VARIABLE: string;
