/**
 * @file replay.c  Feeds files to a fuzz target, where there is no libFuzzer
 *
 * fuzz_NAME FILE...   says which file it is at before it dies of it
 */
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 20 };

/* Sized to the byte, so that reading past the end is seen */
static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *all, *data = NULL;
	size_t n;

	if (!f) {
		perror(path);
		return 1;
	}
	all = malloc(INPUT_MAX);
	n = all ? fread(all, 1, INPUT_MAX, f) : 0;
	fclose(f);
	data = malloc(n ? n : 1);
	if (!all || !data) {
		free(all);
		free(data);
		return 1;
	}
	memcpy(data, all, n);
	free(all);
	(void)LLVMFuzzerTestOneInput(data, n);
	free(data);

	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++) {
		fprintf(stderr, "%s\n", argv[i]);
		failed |= replay(argv[i]);
	}

	return failed;
}
