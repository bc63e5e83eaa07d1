export function RetryButton({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <button type="button" class="button" onClick={onRetry}>
      Try again
    </button>
  );
}
