# The app: connectors, retrieval, the desk. The same bootstrap as `make run`, minus Rasa.
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/thuthu
COPY . .
RUN python3 scripts/bootstrap.py app
ENV THUTHU_HOME=/var/lib/thuthu THUTHU_HOST=0.0.0.0
EXPOSE 8080
CMD ["sh", "-c", ".venv/bin/thuthu setup --except train && exec .venv/bin/thuthu serve --without-rasa"]
