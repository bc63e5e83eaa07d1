/** A value that its column's type cannot hold. The message says which, for people. */
export class Unrepresentable extends Error {
  override readonly name = "Unrepresentable";
}
