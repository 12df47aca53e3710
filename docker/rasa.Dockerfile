# Rasa 3.6.21 on Python 3.10, light install; reached by the app alone on the internal network.
FROM python:3.10-slim-bookworm
WORKDIR /srv/thuthu
COPY requirements/rasa.lock requirements/rasa.lock
RUN pip install --no-cache-dir --no-deps -r requirements/rasa.lock
COPY vietnamese vietnamese
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && python -m vietnamese.reading.compile \
    && apt-get purge -y --auto-remove gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
COPY nlu_data nlu_data
COPY models models
ENV THUTHU_HOME=/var/lib/thuthu PYTHONPATH=/srv/thuthu RASA_TELEMETRY_ENABLED=false
CMD ["sh", "-c", "python -m nlu_data.train && exec python -m nlu_data.light.run server -i 0.0.0.0"]
