import type { Author } from "../accounts/author.ts";

export type Label = {
  readonly id: number;
  name: string;
  color: string;
  description: string | undefined;
};

export type Comment = {
  readonly id: number;
  readonly issue: number;
  readonly author: Author;
  readonly createdAt: Date;
  body: string;
  updatedAt: Date;
};
