/** What the source would refuse as well; the message is a sentence for the card. */
export class FoldFault extends Error {}
