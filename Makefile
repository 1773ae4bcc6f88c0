# make demo | test | test-openwrt | test-slow | test-faults | image | kernel | package | keys | feed | sdk-feed | pot | dev | bench | bench-watch | fuzz | coverage; each installs what it needs.

NODE := node --import ./tools/register.mjs
MODULES := node_modules/.package-lock.json
LAB := tools/lab/packages
BROWSER := tools/luci/packages
IMAGE := tools/image/packages
KERNEL := tools/image/kernel-packages
QEMU := $(if $(OPENWRT_IMAGE)$(OPENWRT_VERSION),$(IMAGE))
KEEP :=

.PHONY: demo test test-openwrt test-slow test-faults image kernel package keys feed sdk-feed pot dev bench bench-watch fuzz coverage clean

demo: $(MODULES)
	@tools/need $(LAB)
	@$(NODE) tools/demo.ts $(if $(KEEP),--keep)

test: $(MODULES)
	@tools/need $(LAB) $(BROWSER)
	@$(NODE) tools/test.ts check unit contract browser

test-openwrt: $(MODULES)
	@tools/need $(LAB) $(BROWSER) $(QEMU)
	@$(NODE) tools/test.ts openwrt

test-slow: $(MODULES)
	@tools/need $(LAB) $(QEMU)
	@$(NODE) tools/test.ts slow

test-faults: $(MODULES)
	@tools/need $(LAB) $(QEMU)
	@FAULT_TRIALS='$(or $(N),3)' $(NODE) tools/test.ts faults

image: $(MODULES)
	@tools/need $(IMAGE)
	@$(NODE) tools/image/image.ts '$(OPENWRT_ROOTFS)' '$(OUT)'

kernel: $(MODULES)
	@tools/need $(KERNEL)
	@$(NODE) tools/image/kernel.ts '$(OUT)'

package: $(MODULES)
	@$(NODE) tools/package/package.ts dist

keys: $(MODULES)
	@$(NODE) tools/package/keys.ts '$(DIR)'

feed: $(MODULES)
	@$(NODE) tools/package/feed.ts '$(KEYS)' '$(OUT)' '$(URL)'

sdk-feed: $(MODULES)
	@$(NODE) tools/package/sdk-feed.ts '$(OUT)'

pot: $(MODULES)
	@$(NODE) tools/po/pot.ts

dev: $(MODULES)
	@tools/need $(LAB)
	@$(NODE) tools/dev.ts

bench: $(MODULES)
	@tools/need $(LAB) $(BROWSER) $(QEMU)
	@$(NODE) test/bench/bench.ts

fuzz: $(MODULES)
	@N='$(N)' SEED='$(SEED)' TARGETS='$(TARGETS)' UCODE='$(UCODE)' $(NODE) test/fuzz/fuzz.ts

coverage: $(MODULES)
	@$(NODE) test/bench/coverage.ts

bench-watch: $(MODULES)
	@tools/need $(LAB) $(QEMU)
	@$(NODE) test/bench/watch.ts

clean:
	rm -rf build dist

$(MODULES): package.json package-lock.json
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' || \
		{ echo 'Node.js 20.19 or newer is missing'; exit 1; }
	@command -v npm >/dev/null || { echo 'npm is missing: install Node.js 20.19 or newer'; exit 1; }
	npm ci --no-audit --no-fund
	@touch $@
