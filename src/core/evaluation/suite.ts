export type SuiteName = "public" | "sealed" | "safety" | "rated";
